import { MizanError, type MizanErrorOptions } from './mizan-error.js';

type Options = Omit<MizanErrorOptions, 'status'>;

/** 400 `BAD_REQUEST`: the request itself makes no sense. For a wrong field throw {@link ValidationFailed}. */
export class BadRequest extends MizanError {
  constructor(message?: string, options?: Options) {
    super('BAD_REQUEST', message, options);
  }
}

/** 405 under the code `BAD_REQUEST`: the path exists, the method does not. */
export class MethodNotAllowed extends MizanError {
  constructor(message = 'This method is not allowed here', options?: Options) {
    super('BAD_REQUEST', message, { ...options, status: 405 });
  }
}

/** 401 `UNAUTHORIZED`: nobody is signed in where somebody must be. */
export class Unauthorized extends MizanError {
  constructor(message?: string, options?: Options) {
    super('UNAUTHORIZED', message, options);
  }
}

/** 403 `FORBIDDEN`: whoever asks may not. */
export class Forbidden extends MizanError {
  constructor(message?: string, options?: Options) {
    super('FORBIDDEN', message, options);
  }
}

/** 404 `NOT_FOUND`. */
export class NotFound extends MizanError {
  constructor(message?: string, options?: Options) {
    super('NOT_FOUND', message, options);
  }
}

/** 409 `CONFLICT`: possible in general, but not in the present state. */
export class Conflict extends MizanError {
  constructor(message?: string, options?: Options) {
    super('CONFLICT', message, options);
  }
}

/** 410 `GONE`: it existed once. */
export class Gone extends MizanError {
  constructor(message?: string, options?: Options) {
    super('GONE', message, options);
  }
}

/** 413 `PAYLOAD_TOO_LARGE`. */
export class PayloadTooLarge extends MizanError {
  constructor(message?: string, options?: Options) {
    super('PAYLOAD_TOO_LARGE', message, options);
  }
}

/** 415 `UNSUPPORTED_MEDIA_TYPE`. */
export class UnsupportedMediaType extends MizanError {
  constructor(message?: string, options?: Options) {
    super('UNSUPPORTED_MEDIA_TYPE', message, options);
  }
}

/** 429 `TOO_MANY_REQUESTS`. */
export class TooManyRequests extends MizanError {
  constructor(message?: string, options?: Options) {
    super('TOO_MANY_REQUESTS', message, options);
  }
}

/** 501 `NOT_IMPLEMENTED`. */
export class NotImplemented extends MizanError {
  constructor(message?: string, options?: Options) {
    super('NOT_IMPLEMENTED', message, options);
  }
}

/** 503 `SERVICE_UNAVAILABLE`: try later. */
export class ServiceUnavailable extends MizanError {
  constructor(message?: string, options?: Options) {
    super('SERVICE_UNAVAILABLE', message, options);
  }
}

/** 504 `GATEWAY_TIMEOUT`: something that this service needs did not answer in time. */
export class GatewayTimeout extends MizanError {
  constructor(message?: string, options?: Options) {
    super('GATEWAY_TIMEOUT', message, options);
  }
}

/** Messages by path: names joined by dots, list elements by index (`filter.states.0`). */
export type FieldMessages = Readonly<Record<string, readonly string[]>>;

export interface ValidationFailedOptions {
  readonly fields: FieldMessages;
  readonly message?: string | undefined;
  readonly cause?: unknown;
}

/**
 * 422 `VALIDATION_ERROR`: the input has the wrong form or breaks a rule. The fields are sent as
 * `details.fields` (PROTOCOL 3).
 */
export class ValidationFailed extends MizanError {
  readonly fields: FieldMessages;

  constructor({ fields, message, cause }: ValidationFailedOptions) {
    super('VALIDATION_ERROR', message, { details: { fields }, cause });
    this.fields = fields;
  }
}
