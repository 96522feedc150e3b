interface ErrorEntry {
  readonly status: number;
  readonly message: string;
}

export type ErrorCode = keyof typeof table;

const table = {
  BAD_REQUEST: { status: 400, message: 'The request could not be read' },
  UNAUTHORIZED: { status: 401, message: 'Sign in first' },
  FORBIDDEN: { status: 403, message: 'You may not do this' },
  NOT_FOUND: { status: 404, message: 'Not found' },
  CONFLICT: { status: 409, message: 'This conflicts with the present state' },
  GONE: { status: 410, message: 'This is gone' },
  PAYLOAD_TOO_LARGE: { status: 413, message: 'The request is too large' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, message: 'The content type is not supported' },
  VALIDATION_ERROR: { status: 422, message: 'Some fields are not valid' },
  TOO_MANY_REQUESTS: { status: 429, message: 'Too many requests' },
  INTERNAL_ERROR: { status: 500, message: 'Something went wrong' },
  NOT_IMPLEMENTED: { status: 501, message: 'Not implemented' },
  SERVICE_UNAVAILABLE: { status: 503, message: 'The service is unavailable' },
  GATEWAY_TIMEOUT: { status: 504, message: 'The service did not answer in time' },
} as const satisfies Readonly<Record<string, ErrorEntry>>;

export const errorTable: Readonly<Record<ErrorCode, ErrorEntry>> = table;

export function codeForStatus(status: number): ErrorCode {
  for (const code of Object.keys(table) as ErrorCode[]) if (table[code].status === status) return code;
  return status >= 400 && status < 500 ? 'BAD_REQUEST' : 'INTERNAL_ERROR';
}
