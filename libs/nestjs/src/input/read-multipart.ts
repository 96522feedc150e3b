import type { MultipartArgs } from '../uploads/index.js';
import { type PartField, readObject } from './convert-parts.js';
import { type NamedPart, readNames } from './named-parts.js';
import type { ReadQuery } from './read-query.js';

/** What a multipart body says about the declared names: as it came, and converted by declared type. */
export function readMultipart(fields: readonly PartField[], args: MultipartArgs): ReadQuery {
  const root = readNames(args);
  const converted = readObject(fields, root);
  const raw = Object.fromEntries(
    Object.entries(converted).map(([name, value]) => [name, rawOf(root.parts.get(name), value)]),
  );
  return { raw, converted };
}

/** As body parsers have it, so that a @Transform finds what it is used to. What came in parts is put together. */
function rawOf(part: NamedPart | undefined, converted: unknown): unknown {
  if (part === undefined || part.parts.size > 0) return converted;
  return part.values.length > 1 && Array.isArray(converted) ? part.values : part.values.at(-1);
}
