/**
 * What a method returned is not what its output declares. It is a defect of the app, so the caller only learns of an
 * INTERNAL_ERROR; the log gets this.
 */
export class OutputMismatch extends Error {
  override readonly name = 'OutputMismatch';
  readonly code = 'OUTPUT_MISMATCH';

  /**
   * @param path names and indexes from the returned value inwards; empty for the value itself
   * @param received a short description, never the value: it may be a secret
   */
  constructor(
    readonly path: readonly (string | number)[],
    readonly expected: string,
    readonly received: string,
  ) {
    super(
      `The output${path.length === 0 ? '' : ` at "${path.join('.')}"`} should be ${expected}, but is ${received}`,
    );
  }

  /** The same mismatch, seen from the object or list around it. */
  within(key: string | number): OutputMismatch {
    return new OutputMismatch([key, ...this.path], this.expected, this.received);
  }
}

export function mismatch(value: unknown, expected: string): OutputMismatch {
  return new OutputMismatch([], expected, describeValue(value));
}

function describeValue(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return 'a list';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'an invalid date' : 'a date';
  if (typeof value === 'number') return describeNumber(value);
  if (typeof value !== 'object') return nouns[typeof value];
  const { constructor } = value;
  return typeof constructor === 'function' && constructor !== Object
    ? `an object (${constructor.name})`
    : 'an object';
}

function describeNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Number.isInteger(value)) return Number.isSafeInteger(value) ? 'a number' : 'an integer beyond 2^53';
  return 'a fraction';
}

const nouns = {
  string: 'a text',
  boolean: 'a boolean',
  bigint: 'a bigint',
  symbol: 'a symbol',
  function: 'a function',
  undefined: 'missing',
  number: 'a number',
  object: 'an object',
} as const;
