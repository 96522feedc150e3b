import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { MizanFile } from './mizan-file.js';
import type { MultipartArgs, MultipartValue } from './multipart-args.js';

/** The arguments of a multipart body as a value of JSON, by which two calls are told apart: files by their content. */
export async function describeArgs(args: MultipartArgs): Promise<unknown> {
  const described: [string, unknown][] = [];
  for (const [name, value] of Object.entries(args).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const all: unknown[] = [];
    for (const one of valuesOf(value)) all.push(await describe(one));
    described.push([name, all]);
  }
  return described;
}

function valuesOf(value: MultipartArgs[string]): readonly MultipartValue[] {
  return typeof value === 'object' && !(value instanceof MizanFile) && 'length' in value ? value : [value];
}

async function describe(value: MultipartValue): Promise<unknown> {
  if (!(value instanceof MizanFile)) return value;
  const { name, type } = value;
  const hash = createHash('sha256');
  await pipeline(value.stream(), hash);
  return { name, type, sha256: hash.digest('base64url') };
}
