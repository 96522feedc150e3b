import { type ErrorCode, errorTable, isErrorCode, statusForCode } from '@mizan/protocol';
import { HttpException } from '@nestjs/common';

/** What an error may tell beside its message: anything that JSON can say. */
export type ErrorDetails = Readonly<Record<string, unknown>>;

export interface MizanErrorOptions {
  /** Sent to the client. Copied as JSON when the error is made, so later changes do not show. */
  readonly details?: ErrorDetails | undefined;
  /** What led here. Only logged, never sent. */
  readonly cause?: unknown;
  /** From 400 to 599. @default the status that belongs to the code, 500 for one of the app's own */
  readonly status?: number | undefined;
}

/** A code of PROTOCOL 3, or one of the app's own, which needs a status. */
export type MizanErrorCode = ErrorCode | (string & Record<never, never>);

// Registered, since a process can hold two copies of this package and `instanceof` tells them apart.
const brand: unique symbol = Symbol.for('mizan.error');

/**
 * An error that is meant for the caller: its code, message and details are sent as they are (PROTOCOL 3).
 * It is a Nest `HttpException`, so exception filters see it, and a plain controller that throws it answers
 * with the same body as a function does.
 *
 * `INTERNAL_ERROR` is the exception to this: its message and details stay in the process.
 *
 * @throws TypeError when `details` cannot be written as JSON (a cycle, a bigint).
 * @throws RangeError when `status` is not that of an error.
 */
export class MizanError extends HttpException {
  readonly code: MizanErrorCode;
  readonly details: ErrorDetails | undefined;

  constructor(code: MizanErrorCode, message: string = defaultMessage(code), options: MizanErrorOptions = {}) {
    const details = options.details === undefined ? undefined : copyDetails(code, options.details);
    const body = { error: true, code, message, ...(details === undefined ? {} : { details }) };
    super(body, checkStatus(code, options.status ?? statusForCode(code)), { cause: options.cause });
    this.code = code;
    this.details = details;
    Object.defineProperty(this, brand, { value: true });
  }
}

function checkStatus(code: string, status: number): number {
  if (Number.isInteger(status) && status >= 400 && status <= 599) return status;
  throw new RangeError(
    `The status of ${code} is ${status}; that of an error is a whole number from 400 to 599`,
  );
}

function defaultMessage(code: string): string {
  return isErrorCode(code) ? errorTable[code].message : code;
}

/** Whether an error is a {@link MizanError}, of this copy of the package or another. */
export function isMizanError(error: unknown): error is MizanError {
  return typeof error === 'object' && error !== null && brand in error;
}

function copyDetails(code: string, details: ErrorDetails): ErrorDetails {
  const copy = readJson(code, details);
  if (typeof copy !== 'object' || copy === null || Array.isArray(copy)) {
    throw new TypeError(`details of ${code} must be a plain object of JSON values`);
  }
  return { ...copy };
}

function readJson(code: string, details: ErrorDetails): unknown {
  try {
    return JSON.parse(JSON.stringify(details));
  } catch (cause) {
    throw new TypeError(`details of ${code} cannot be written as JSON; send plain values only`, { cause });
  }
}
