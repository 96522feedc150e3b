import { OutputMismatch } from './output-mismatch.js';

/** An {@link OutputMismatch} on its way out: objects and lists add where in them it happened. */
export class Mismatch extends Error {
  readonly #inwards: (string | number)[] = [];

  constructor(
    readonly expected: string,
    readonly received: string,
  ) {
    super(`should be ${expected}, but is ${received}`);
  }

  /** The same, seen from the object or list around it. */
  within(key: string | number): this {
    this.#inwards.push(key);
    return this;
  }

  toOutputMismatch(): OutputMismatch {
    return new OutputMismatch(this.#inwards.toReversed(), this.expected, this.received);
  }
}

/** Objects and lists inside each other, at most. What goes deeper is taken for a cycle. */
export const maxDepth = 128;

export function tooDeep(): Mismatch {
  return new Mismatch(`nested at most ${maxDepth} levels`, 'deeper, or refers to itself');
}

export function mismatch(value: unknown, expected: string): Mismatch {
  return new Mismatch(expected, describeValue(value));
}

/** Whatever was thrown inside an object or list, to be thrown on. */
export function within(error: unknown, key: string | number): unknown {
  return error instanceof Mismatch ? error.within(key) : error;
}

function describeValue(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return 'a list';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'an invalid date' : 'a date';
  if (typeof value === 'number') return describeNumber(value);
  if (typeof value !== 'object') return `a ${typeof value === 'string' ? 'text' : typeof value}`;
  const { constructor } = value;
  return typeof constructor === 'function' && constructor !== Object
    ? `an object (${constructor.name})`
    : 'an object';
}

function describeNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (!Number.isInteger(value)) return 'a fraction';
  return Number.isSafeInteger(value) ? 'a number' : 'an integer beyond 2^53';
}
