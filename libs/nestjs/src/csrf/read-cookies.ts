/** One cookie of a request, as it was sent: nothing is decoded, since values are only compared. */
export interface Cookie {
  readonly name: string;
  readonly value: string;
}

/** Reads a `Cookie` header. A name may occur several times. */
export function readCookies(header: string | undefined): readonly Cookie[] {
  if (header === undefined) return [];
  return header.split(';').flatMap((pair) => {
    const at = pair.indexOf('=');
    const name = pair.slice(0, Math.max(at, 0)).trim();
    return name === '' ? [] : [{ name, value: pair.slice(at + 1).trim() }];
  });
}
