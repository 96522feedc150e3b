/** The part of Express's and Fastify's requests that CSRF looks at. */
export interface CsrfRequest {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Both follow the adapter's setting for trusted proxies. */
  readonly protocol?: string;
  readonly host?: string;
}

/** A header as one text: a header that came several times never equals what is expected of one. */
export function headerOf(request: CsrfRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' || value === undefined ? value : value.join(', ');
}

export function hostOf(request: CsrfRequest): string | undefined {
  return request.host ?? headerOf(request, 'host');
}

export function isSecure(request: CsrfRequest): boolean {
  return request.protocol === 'https';
}
