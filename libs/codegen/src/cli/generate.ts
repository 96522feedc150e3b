import type { MizanConfig } from '../config/mizan-config.js';
import { GenerateError } from '../errors.js';
import { generateClient } from '../generate-client.js';
import type { GeneratedFile } from '../print/print-client.js';
import { readSource, type SourceText } from '../source/read-source.js';

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
  const source = await readSource(config.source);
  onStep('Generating');
  return generateClient(await parseIr(source), config.targets);
}

async function parseIr({ text, name }: SourceText) {
  const { KdlError, parseKdl } = await import('@mizan/protocol/kdl');
  try {
    return parseKdl(text, name);
  } catch (error) {
    if (!(error instanceof KdlError)) throw error;
    throw new GenerateError('IR_INVALID', error.message, { cause: error });
  }
}
