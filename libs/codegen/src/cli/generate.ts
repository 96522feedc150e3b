import type { MizanConfig } from '../config/mizan-config.js';
import { generateClient } from '../generate-client.js';
import type { GeneratedFile } from '../print/print-client.js';
import { readSource } from '../source/read-source.js';

/**
 * From configuration to the texts of all files; writes nothing.
 * @param onStep is told what is being done, for a progress line
 * @throws {GenerateError}
 */
export async function generate(
  config: MizanConfig,
  onStep: (step: string) => void,
): Promise<readonly GeneratedFile[]> {
  onStep(`Reading the IR from ${config.source.kind}`);
  // The parser is loaded while the source runs, and not at all for `--help` or a broken configuration.
  const [source, { readIr }] = await Promise.all([readSource(config.source), import('../source/read-ir.js')]);
  onStep('Generating');
  return generateClient(readIr(source), config.targets);
}
