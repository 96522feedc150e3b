import { inspect } from 'node:util';
import { isMediaRange, type UploadShape } from '@mizan/protocol';
import { MizanFile } from '../uploads/index.js';
import { readByteSize } from '../uploads/byte-size.js';
import type { FieldClues } from './field-clues.js';
import { isList } from './infer-type.js';
import { Refusal } from './refusal.js';
import type { FileOptions } from './file-options.js';
import type { UploadMark } from './upload.decorator.js';
import type { ValueType } from './value-type.js';

/** What `@Upload` makes of a property, or why it cannot be a file. */
export function typeOfUploadField(
  { options, designType }: UploadMark,
  clues: FieldClues,
): ValueType | Refusal {
  // What compilers write for a type that was imported as a type, and for a union.
  const isUntold = designType === undefined || designType === Object;
  const isMany = isList({ ...clues, designType }) || (isUntold && options.count !== undefined);
  if (designType === MizanFile && isMany) return manyInOne;
  if (!isUntold && designType !== MizanFile && designType !== Array) return noFile(designType);
  const item = typeOfUpload(options);
  if (item instanceof Refusal || !isMany) return item;
  const bounds = clues.validators.flatMap(({ name, constraints }) => maxOf(name, constraints));
  return {
    kind: 'list',
    item,
    ...(bounds.length > 0 && { maxCount: Math.min(...bounds) }),
  };
}

/** A file, apart from how many of it there may be. */
export function typeOfUpload({ maxSize, accept, count }: FileOptions): UploadShape | Refusal {
  const bytes = readByteSize(maxSize);
  if (maxSize !== undefined && bytes === undefined) return noSize(maxSize);
  const ranges = typeof accept === 'string' ? accept.split(',') : accept;
  const trimmed: readonly unknown[] | undefined = ranges?.map((one: unknown) =>
    typeof one === 'string' ? one.trim() : one,
  );
  const wrong = trimmed?.find((one) => typeof one !== 'string' || !isMediaRange(one));
  if (wrong !== undefined || trimmed?.length === 0) return noMediaType(wrong ?? accept);
  if (count !== undefined && (!Number.isSafeInteger(count) || count < 1)) return noCount(count);
  return {
    kind: 'upload',
    ...(bytes !== undefined && { maxSize: bytes }),
    ...(trimmed !== undefined && { accept: trimmed.map(String) }),
  };
}

function maxOf(name: string | undefined, constraints: readonly unknown[] | undefined): readonly number[] {
  const [max] = constraints ?? [];
  return name === 'arrayMaxSize' && typeof max === 'number' ? [max] : [];
}

const manyInOne = new Refusal(
  'it is one MizanFile, and its decorators are for a list',
  'Make it MizanFile[], or leave `count` and validators of lists out',
);

function noFile(designType: unknown): Refusal {
  const name = typeof designType === 'function' ? designType.name : inspect(designType);
  return new Refusal(
    `@Upload is for files, and its type is ${name}`,
    'Make it MizanFile or MizanFile[], or leave @Upload out',
  );
}

function noSize(maxSize: unknown): Refusal {
  return new Refusal(
    `its \`maxSize\` is ${inspect(maxSize)}, which is no size`,
    "Say bytes, or a text such as '500KB', '5MB' or '1GB'",
  );
}

function noMediaType(accept: unknown): Refusal {
  return new Refusal(
    `its \`accept\` has ${inspect(accept)}, which is no media type`,
    "Say 'image/png' or 'image/*', or a list of such; what a file is called says nothing about its content",
  );
}

function noCount(count: unknown): Refusal {
  return new Refusal(
    `its \`count\` is ${inspect(count)}`,
    'Say how many files there may be: a whole number above 0',
  );
}
