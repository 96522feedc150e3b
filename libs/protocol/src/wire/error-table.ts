/** Every code that a server answers by itself, with its status and its message when there is no better one (PROTOCOL 3). */
export const errorTable = {
  BAD_REQUEST: { status: 400, message: 'The request could not be read.' },
  UNAUTHORIZED: { status: 401, message: 'Sign in first.' },
  FORBIDDEN: { status: 403, message: 'You may not do this.' },
  NOT_FOUND: { status: 404, message: 'There is nothing of this name.' },
  CONFLICT: { status: 409, message: 'This conflicts with the present state.' },
  GONE: { status: 410, message: 'This is not there any more.' },
  PAYLOAD_TOO_LARGE: { status: 413, message: 'The request is too large.' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, message: 'The content type is not supported.' },
  VALIDATION_ERROR: { status: 422, message: 'Some values are not valid.' },
  TOO_MANY_REQUESTS: { status: 429, message: 'Too many requests; try again later.' },
  INTERNAL_ERROR: { status: 500, message: 'Something went wrong on the server.' },
  NOT_IMPLEMENTED: { status: 501, message: 'This is not available yet.' },
  SERVICE_UNAVAILABLE: { status: 503, message: 'The service is not available right now.' },
  GATEWAY_TIMEOUT: { status: 504, message: 'Another service did not answer in time.' },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly message: string }>>;

export type ErrorCode = keyof typeof errorTable;

/** The code of a failure that only a status is known of. */
export type StatusCode = `HTTP_${number}`;

/** Whether a code is one of the table's. */
export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorTable, code);
}

const codesByStatus = new Map<number, ErrorCode>([
  ...Object.keys(errorTable)
    .filter(isErrorCode)
    .map((code) => [errorTable[code].status, code] as const),
  // A wrong method is a bad request to the protocol, though HTTP has a status of its own for it.
  [405, 'BAD_REQUEST'],
]);

/** The code that stands for an HTTP status; `HTTP_<status>` for one that the table does not have. */
export function codeForStatus(status: number): ErrorCode | StatusCode {
  return codesByStatus.get(status) ?? `HTTP_${status}`;
}

/** The HTTP status of a code: the table's, that of `HTTP_<status>`, and 500 for a code of somebody's own. */
export function statusForCode(code: string): number {
  if (isErrorCode(code)) return errorTable[code].status;
  const [, digits] = /^HTTP_([1-5]\d\d)$/.exec(code) ?? [];
  return digits === undefined ? 500 : Number(digits);
}
