import { accessSync, constants, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { inspect } from 'node:util';
import { type BootProblem, MizanBootError } from '../errors/index.js';
import { type ByteSize, readByteSize } from './byte-size.js';

/**
 * What a multipart body may be. A size is a number of bytes, or a text such as `'5MB'`. What a field of a function
 * declares with `@Upload` holds in the place of `maxFileSize` and `maxFiles`, be it more or less.
 */
export interface UploadOptions {
  /** Of one file, where its field does not say more. @default '10MB' */
  readonly maxFileSize?: ByteSize;
  /** Of a whole body; files whose field says how large they may be come on top. @default '50MB' */
  readonly maxTotalSize?: ByteSize;
  /** Files of one call, where no field says more. @default 10 */
  readonly maxFiles?: number;
  /** Texts of one call. @default 1000 */
  readonly maxFields?: number;
  /** Of one text. @default '100kB' */
  readonly maxFieldSize?: ByteSize;
  /** Of all texts of one call together. @default '1MB' */
  readonly maxTextSize?: ByteSize;
  /** What the files of one call may take of memory; what is more is kept in temporary files. @default '64kB' */
  readonly spoolAbove?: ByteSize;
  /** Where temporary files are, each process in a folder of its own. @default the one of the system */
  readonly directory?: string;
  /** Seconds without a byte after which a body is given up. @default 30 */
  readonly idleTimeout?: number;
  /** Seconds after which a body has to be there. @default 300 */
  readonly timeout?: number;
}

/** The options with every default filled in, sizes in bytes. */
export interface UploadSettings {
  readonly maxFileSize: number;
  readonly maxTotalSize: number;
  readonly maxFiles: number;
  readonly maxFields: number;
  readonly maxFieldSize: number;
  readonly maxTextSize: number;
  readonly spoolAbove: number;
  readonly directory: string;
  readonly idleTimeout: number;
  readonly timeout: number;
}

const sizes = {
  maxFileSize: 10 * 2 ** 20,
  maxTotalSize: 50 * 2 ** 20,
  maxFieldSize: 100 * 2 ** 10,
  maxTextSize: 2 ** 20,
  spoolAbove: 64 * 2 ** 10,
} as const;
const counts = { maxFiles: 10, maxFields: 1000 } as const;
const times = { idleTimeout: 30, timeout: 300 } as const;

/** In seconds. A timer of more would go off at once. */
const maxTime = 2_147_483;

/** @throws MizanBootError with everything that is wrong */
export function readUploadSettings(options: UploadOptions | undefined): UploadSettings {
  const problems = findUploadProblems(options);
  if (problems.length > 0) throw new MizanBootError(problems);
  const given = Object.entries(options ?? {}).flatMap(([name, value]: [string, unknown]) => {
    if (value === undefined) return [];
    return [[name, Object.hasOwn(sizes, name) ? readByteSize(value) : value]];
  });
  return { ...sizes, ...counts, ...times, directory: tmpdir(), ...Object.fromEntries(given) };
}

// Unchecked: not everybody compiles with types.
function findUploadProblems(options: unknown): readonly BootProblem[] {
  if (options === undefined) return [];
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    return [wrong('uploads', options, 'an object of options')];
  return Object.entries(options).flatMap(([name, value]: [string, unknown]) =>
    value === undefined ? [] : (findOptionProblem(name, value) ?? []),
  );
}

function findOptionProblem(name: string, value: unknown): BootProblem | undefined {
  const where = `uploads.${name}`;
  if (name === 'directory') return findDirectoryProblem(where, value);
  if (Object.hasOwn(sizes, name))
    return readByteSize(value) === undefined
      ? wrong(where, value, "bytes above 0, as 5242880 or '5MB'")
      : undefined;
  if (Object.hasOwn(counts, name))
    return typeof value === 'number' && Number.isSafeInteger(value) && value > 0
      ? undefined
      : wrong(where, value, 'a whole number above 0');
  if (!Object.hasOwn(times, name))
    return { where, problem: 'there is no such option', fix: 'Leave it out, or correct its name.' };
  return typeof value === 'number' && value > 0 && value <= maxTime
    ? undefined
    : wrong(where, value, `seconds above 0, ${maxTime} at most`);
}

function findDirectoryProblem(where: string, value: unknown): BootProblem | undefined {
  if (typeof value !== 'string' || value === '') return wrong(where, value, 'the path of a folder');
  try {
    if (!statSync(value).isDirectory())
      return { where, problem: `${value} is no folder`, fix: 'Name a folder.' };
    accessSync(value, constants.R_OK | constants.W_OK | constants.X_OK);
    return undefined;
  } catch {
    return {
      where,
      problem: `${value} cannot be written to`,
      fix: 'Name a folder that is there, and that the app may write to.',
    };
  }
}

function wrong(where: string, value: unknown, right: string): BootProblem {
  return { where, problem: `it is ${inspect(value)}`, fix: `Give ${right}, or leave it out.` };
}
