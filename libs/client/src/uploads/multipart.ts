import type { BodyWriter, CallRequest } from '../transport.js';
import { fetchWithProgress } from './fetch-with-progress.js';

type Part = readonly [name: string, value: string | Blob];

/**
 * Writes a call with files as `multipart/form-data`, and one without as JSON (PROTOCOL 2). Names are paths,
 * `lines.0.photo`; texts are as they are, numbers and booleans as JavaScript prints them, dates in ISO form, null is an
 * empty text, and lists and objects that hold no file are JSON. Files come last.
 * In a browser, `onProgress` of the call is told how much has been sent.
 *
 * @example
 * const setAvatar = functionRef<{ photo: Blob }, Profile>('set_avatar', { body: multipart });
 */
export const multipart: BodyWriter = ({ fn, args, change, onProgress }: CallRequest) => {
  const parts = partsOf(args, '');
  if (!parts.some(isFile)) return undefined;
  const body = new FormData();
  body.set('fn', fn);
  if (change !== undefined) body.set('change', change);
  for (const [name, value] of parts) if (typeof value === 'string') body.append(name, value);
  for (const [name, value] of parts.filter(isFile)) body.append(name, value);
  const canTell = typeof XMLHttpRequest !== 'undefined';
  return { body, fetch: canTell && onProgress ? fetchWithProgress(onProgress) : undefined };
};

function isFile(part: Part): part is readonly [string, Blob] {
  return typeof part[1] !== 'string';
}

function partsOf(value: unknown, name: string): readonly Part[] {
  if (value === undefined) return [];
  if (value instanceof Blob) return [[name, value]];
  if (value instanceof Date) return [[name, value.toISOString()]];
  if (value === null) return [[name, '']];
  if (typeof value === 'string') return [[name, value]];
  if (typeof value !== 'object') return [[name, JSON.stringify(value)]];
  const prefix = name === '' ? '' : `${name}.`;
  const parts = Object.entries(value).flatMap(([member, inner]) => partsOf(inner, prefix + member));
  return name === '' || parts.some(isFile) ? parts : [[name, JSON.stringify(value)]];
}
