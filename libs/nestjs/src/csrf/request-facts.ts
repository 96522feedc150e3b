/** The part of Express's and Fastify's requests that CSRF looks at. */
export interface CsrfRequest {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Both follow the adapter's setting for trusted proxies. */
  readonly protocol?: string;
  readonly host?: string;
  /** As Node has them: names and values in turn. */
  readonly rawHeaders?: readonly string[];
  /** Fastify keeps Node's request here. */
  readonly raw?: { readonly rawHeaders?: readonly string[] };
}

/** A header as one text: a header that came several times never equals what is expected of one. */
export function headerOf(request: CsrfRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' || value === undefined ? value : value.join(', ');
}

/** The same as it was sent: what middleware put there, of a cookie perhaps, proves nothing of the sender. */
export function sentHeaderOf(request: CsrfRequest, name: string): string | undefined {
  const raw = request.rawHeaders ?? request.raw?.rawHeaders;
  if (raw === undefined) return headerOf(request, name);
  const sent = raw.filter((_text, index) => index % 2 === 1 && raw[index - 1]?.toLowerCase() === name);
  return sent.length === 0 ? undefined : sent.join(', ');
}

export function hostOf(request: CsrfRequest): string | undefined {
  return request.host ?? headerOf(request, 'host');
}

export function isSecure(request: CsrfRequest): boolean {
  return request.protocol === 'https';
}
