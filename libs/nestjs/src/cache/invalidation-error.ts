import { inspect } from 'node:util';

/** `MizanCache.invalidate` was asked for something that is not there: a mistake of the app, not of a caller. */
export class InvalidationError extends Error {
  override readonly name = 'InvalidationError';

  private constructor(
    readonly code: 'UNKNOWN_CONTEXT' | 'UNKNOWN_PARAM' | 'WRONG_PARAM',
    message: string,
  ) {
    super(message);
  }

  static unknownContext(context: string, known: readonly string[]): InvalidationError {
    return new InvalidationError(
      'UNKNOWN_CONTEXT',
      `invalidate: there is no context "${context}". ${list('The app has', known)}`,
    );
  }

  static unknownParam(context: string, param: string, known: readonly string[]): InvalidationError {
    return new InvalidationError(
      'UNKNOWN_PARAM',
      `invalidate: the context "${context}" has no param "${param}". ${list('It has', known)}`,
    );
  }

  static wrongValue(context: string, param: string, value: unknown): InvalidationError {
    return new InvalidationError(
      'WRONG_PARAM',
      `invalidate: the param "${param}" of the context "${context}" is ${inspect(value, { depth: 0 })}. Give a text, a number, a boolean or null, or leave it out for all.`,
    );
  }
}

function list(start: string, names: readonly string[]): string {
  return names.length === 0 ? `${start} none.` : `${start} ${names.map((name) => `"${name}"`).join(', ')}.`;
}
