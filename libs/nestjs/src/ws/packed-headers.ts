/** Headers as two texts instead of dozens. */
export interface PackedHeaders {
  /** What the browsers of many send alike, kept once for all of them. */
  readonly shared: string;
  readonly own: string;
}

/** No header holds one. */
const lineBreak = '\n';

/** Those that browsers send alike, in small letters. */
const alike: ReadonlySet<string> = new Set([
  'accept',
  'accept-encoding',
  'accept-language',
  'cache-control',
  'connection',
  'host',
  'origin',
  'pragma',
  'sec-fetch-dest',
  'sec-fetch-mode',
  'sec-fetch-site',
  'sec-websocket-extensions',
  'sec-websocket-version',
  'upgrade',
  'user-agent',
]);

const maxKept = 1000;
const maxKeptLength = 2000;
const kept = new Map<string, string>();

/** @param rawHeaders names and values in turn */
export function packHeaders(rawHeaders: readonly string[]): PackedHeaders {
  const isAlike = (_text: string, index: number) =>
    alike.has(rawHeaders[index - (index % 2)]?.toLowerCase() ?? '');
  const shared = rawHeaders.filter(isAlike);
  const own = rawHeaders.filter((text, index) => !isAlike(text, index));
  return { shared: keepOnce(shared.join(lineBreak)), own: own.join(lineBreak) };
}

/** Names and values in turn. The order of different names is not kept: it means nothing. */
export function unpackHeaders({ shared, own }: PackedHeaders): string[] {
  return [shared, own].flatMap((text) => (text === '' ? [] : text.split(lineBreak)));
}

// Only so many, since who connects says what they are.
function keepOnce(text: string): string {
  if (text.length > maxKeptLength) return text;
  const known = kept.get(text);
  if (known !== undefined) return known;
  if (kept.size >= maxKept) kept.clear();
  kept.set(text, text);
  return text;
}
