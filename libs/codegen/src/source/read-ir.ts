import type { Ir } from '@mizan/protocol';
import { KdlError, parseKdl } from '@mizan/protocol/kdl';

import { GenerateError } from '../errors.js';
import type { SourceText } from './read-source.js';

/**
 * Reads the IR out of what a source gave. One that offers nothing is refused: it is far more likely to be a
 * mistake than a wish, and would delete the whole client.
 *
 * @throws {GenerateError} `IR_INVALID`
 */
export function readIr(source: SourceText): Ir {
  if (source.text.trim() === '') throw invalid(source, describeEmpty(source, 'is empty'));
  const ir = parse(source);
  const { functions, contexts, channels, types } = ir;
  if (functions.length + contexts.length + channels.length + types.length === 0) {
    throw invalid(source, describeEmpty(source, 'has no function, no context, no channel and no type'));
  }
  return ir;
}

function parse(source: SourceText): Ir {
  try {
    return parseKdl(source.text, source.name);
  } catch (error) {
    if (!(error instanceof KdlError)) throw error;
    throw invalid(source, error.message, { cause: error });
  }
}

function describeEmpty({ name, check, command }: SourceText, what: string): string {
  const look = command === undefined ? '' : ' Run the command to see what it prints.';
  return `Nothing was written: ${name} ${what}. ${check}${look}`;
}

function invalid({ command }: SourceText, message: string, options?: ErrorOptions): GenerateError {
  return new GenerateError('IR_INVALID', command === undefined ? message : `${message}\n${command}`, options);
}
