import { lstat, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

import { GenerateError } from '../errors.js';
import type { GeneratedFile } from '../print/print-client.js';
import { provenanceOf } from '../print/seal.js';

/** One file that is not as it should be. `before` is its text now, `after` the text that it should have. */
export type Change =
  | { readonly kind: 'create'; readonly fileName: string; readonly after: string }
  | { readonly kind: 'update'; readonly fileName: string; readonly before: string; readonly after: string }
  | { readonly kind: 'remove'; readonly fileName: string; readonly before: string };

export interface ChangePlan {
  /** In the order of file names. */
  readonly changes: readonly Change[];
  /** How many files are as they should be. */
  readonly unchanged: number;
  /** Files that we once wrote and that are no longer needed, but were edited since: they stay. */
  readonly kept: readonly string[];
}

/**
 * Compares a folder with what should be in it. Nothing is written.
 * Removed is only what is provably ours and unedited; everything that is not ours is left alone.
 *
 * @throws {GenerateError} `FOREIGN_FILE` when something that is not ours has the name of a generated file;
 * `OUTPUT_FAILED` when the folder cannot be read.
 */
export async function planChanges(folder: string, files: readonly GeneratedFile[]): Promise<ChangePlan> {
  const wanted = await Promise.all(files.map((file) => planWanted(folder, file)));
  const names = new Set(files.map(({ fileName }) => fileName));
  const others = (await namesIn(folder)).filter((name) => name.endsWith('.ts') && !names.has(name));
  const surplus = await Promise.all(others.map((name) => planSurplus(folder, name)));
  const changes = [...wanted, ...surplus].flatMap((result) => (typeof result === 'object' ? result : []));
  return {
    changes: changes.sort((a, b) => (a.fileName < b.fileName ? -1 : 1)),
    unchanged: wanted.filter((result) => result === 'unchanged').length,
    kept: others.filter((_name, index) => surplus[index] === 'edited'),
  };
}

async function planWanted(folder: string, { fileName, text }: GeneratedFile): Promise<Change | 'unchanged'> {
  const file = path.join(folder, fileName);
  const found = await lookAt(file);
  if (found.kind === 'nothing') return { kind: 'create', fileName, after: text };
  if (found.kind === 'other' || provenanceOf(fileName, found.text) === 'foreign') {
    throw new GenerateError(
      'FOREIGN_FILE',
      `${file} was not written by mizan-generate: move it away, or choose another "output".`,
    );
  }
  if (found.text === text) return 'unchanged';
  return { kind: 'update', fileName, before: found.text, after: text };
}

async function planSurplus(folder: string, fileName: string): Promise<Change | 'edited' | 'foreign'> {
  const found = await lookAt(path.join(folder, fileName));
  if (found.kind !== 'file') return 'foreign';
  const provenance = provenanceOf(fileName, found.text);
  if (provenance === 'intact') return { kind: 'remove', fileName, before: found.text };
  return provenance === 'changed' ? 'edited' : 'foreign';
}

type Found =
  | { readonly kind: 'file'; readonly text: string }
  | { readonly kind: 'other' }
  | { readonly kind: 'nothing' };

/** A link counts as something else: to write through it could change a file in another place. */
async function lookAt(place: string): Promise<Found> {
  try {
    const info = await lstat(place);
    return info.isFile() ? { kind: 'file', text: await readFile(place, 'utf8') } : { kind: 'other' };
  } catch (error) {
    if (isMissing(error)) return { kind: 'nothing' };
    throw outputFailure(place, error);
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw outputFailure(folder, error);
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** What went wrong while reading or writing the output folder. */
export function outputFailure(place: string, error: unknown): GenerateError {
  if (error instanceof GenerateError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new GenerateError('OUTPUT_FAILED', `Could not read or write ${place}: ${reason}.`, { cause: error });
}
