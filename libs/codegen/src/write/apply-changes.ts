import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { outputFailure, type Change } from './plan-changes.js';

/**
 * Makes the changes, all or none: new texts are written aside first and then renamed into place; when one step
 * fails, what was done already is undone.
 *
 * @throws {GenerateError} `OUTPUT_FAILED`
 */
export async function applyChanges(folder: string, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return;
  try {
    await mkdir(folder, { recursive: true });
    // In the folder itself, since renaming works within one file system only.
    const aside = await mkdtemp(path.join(folder, '.mizan-generate-'));
    try {
      await writeAll(aside, changes);
      await moveAll(aside, folder, changes);
    } finally {
      await rm(aside, { recursive: true, force: true });
    }
  } catch (error) {
    throw outputFailure(folder, error);
  }
}

/** The texts to come, and those to go back to. */
async function writeAll(aside: string, changes: readonly Change[]): Promise<void> {
  for (const change of changes) {
    const file = path.join(aside, change.fileName);
    if (change.kind !== 'remove') await writeFile(file, change.after);
    if (change.kind === 'update') await writeFile(`${file}.old`, change.before);
  }
}

/** A file that is updated is replaced in one step, so that it is never missing for who watches the folder. */
async function moveAll(aside: string, folder: string, changes: readonly Change[]): Promise<void> {
  const undo: (() => Promise<void>)[] = [];
  try {
    for (const { kind, fileName } of changes) {
      const place = path.join(folder, fileName);
      const fresh = path.join(aside, fileName);
      const old = `${fresh}.old`;
      await (kind === 'remove' ? rename(place, old) : rename(fresh, place));
      undo.push(() => (kind === 'create' ? rm(place) : rename(old, place)));
    }
  } catch (error) {
    for (const step of undo.toReversed()) await step();
    throw error;
  }
}
