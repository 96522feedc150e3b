type Part = readonly [name: string, value: string | Blob];

/** A call with files as a client sends it (PROTOCOL 2): names are paths, and files come last; undefined without files. */
export function toMultipart(fn: string, input: object): FormData | undefined {
  const parts = partsOf(input, '');
  const files = parts.filter(isFile);
  if (files.length === 0) return undefined;
  const body = new FormData();
  body.append('fn', fn);
  for (const [name, value] of parts) if (typeof value === 'string') body.append(name, value);
  for (const [name, file] of files) body.append(name, file);
  return body;
}

function isFile(part: Part): part is readonly [string, Blob] {
  return part[1] instanceof Blob;
}

function partsOf(value: unknown, name: string): readonly Part[] {
  if (value instanceof Blob) return [[name, value]];
  if (typeof value === 'string') return [[name, value]];
  if (value === null) return [[name, '']];
  if (typeof value !== 'object' || 'toJSON' in value) return partsOfJson(value, name);
  const members = Object.entries(value);
  if (members.length === 0) return name === '' ? [] : [[name, JSON.stringify(value)]];
  return members.flatMap(([member, inner]) => partsOf(inner, name === '' ? member : `${name}.${member}`));
}

/** What JSON makes of it: nothing of a function, a text of a date. */
function partsOfJson(value: unknown, name: string): readonly Part[] {
  const text: string | undefined = JSON.stringify(value);
  if (text === undefined) return [];
  const plain: unknown = JSON.parse(text);
  return typeof plain === 'object'
    ? partsOf(plain, name)
    : [[name, typeof plain === 'string' ? plain : text]];
}
