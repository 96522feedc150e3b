import type { MizanConfig } from '../config/mizan-config.js';
import { GenerateError } from '../errors.js';
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
  const [source, { KdlError, parseKdl }] = await Promise.all([
    readSource(config.source),
    import('@mizan/protocol/kdl'),
  ]);
  onStep('Generating');
  try {
    return generateClient(parseKdl(source.text, source.name), config.targets);
  } catch (error) {
    if (!(error instanceof KdlError)) throw error;
    throw new GenerateError('IR_INVALID', error.message, { cause: error });
  }
}
