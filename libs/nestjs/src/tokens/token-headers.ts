/** The part of Express's and Fastify's requests, and of ones that came over no wire, that tokens are looked for in. */
interface HeaderHolder {
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly rawHeaders?: readonly string[];
  /** Fastify keeps Node's request here. */
  readonly raw?: { readonly rawHeaders?: readonly string[] };
}

/** What a request brings in a header for tokens: one text, or several where there must be one. */
export type BroughtToken = { readonly kind: 'one'; readonly text: string } | { readonly kind: 'several' };

/** What is in `X-Mizan-Token`. An empty one is there too. */
export function findMwt(request: object): BroughtToken | undefined {
  return single(textsOf(request, 'x-mizan-token'));
}

/** What is in `Authorization` under the scheme `Bearer`; other schemes are the app's own. */
export function findBearer(request: object): BroughtToken | undefined {
  const texts = textsOf(request, 'authorization');
  if (!texts.some((text) => /^bearer(?:\s|$)/i.test(text))) return undefined;
  const found = single(texts);
  return found?.kind === 'one' ? { kind: 'one', text: found.text.replace(/^bearer */i, '') } : found;
}

function single(texts: readonly string[]): BroughtToken | undefined {
  const [text] = texts;
  if (text === undefined) return undefined;
  return texts.length === 1 ? { kind: 'one', text } : { kind: 'several' };
}

/**
 * The texts of a header. What middleware made of it counts; but Node joins or drops all but one of several, and which
 * of them others between the sender and here have read is not known, so those are looked up as they were sent.
 */
function textsOf(request: HeaderHolder, name: string): readonly string[] {
  const current = request.headers?.[name];
  if (current === undefined) return [];
  const sent = sentTexts(request.rawHeaders ?? request.raw?.rawHeaders ?? [], name);
  if (sent.length > 1) return sent;
  return typeof current === 'string' ? [current] : current;
}

/** Names and values take turns. */
function sentTexts(rawHeaders: readonly string[], name: string): readonly string[] {
  return rawHeaders.filter(
    (_text, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name,
  );
}
