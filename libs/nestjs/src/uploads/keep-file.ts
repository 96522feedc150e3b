import { randomUUID } from 'node:crypto';
import { chmod, constants, copyFile, link, open, rename, rm, writeFile } from 'node:fs/promises';

/** Puts bytes under a path, whole or not at all. */
export function keepBytes(bytes: Uint8Array, path: string): Promise<void> {
  return replace(path, (beside) => writeFile(beside, bytes, { flag: 'wx' }));
}

/**
 * The same of a file, which stays where it is.
 * @param isShared whether it may be the same file under two names: on one file system nothing is copied then
 */
export function keepFile(source: string, path: string, isShared: boolean): Promise<void> {
  return replace(path, async (beside) => {
    const mode = await modeOfNewFile(beside);
    if (!isShared || !(await tryLink(source, beside))) {
      await copyFile(source, beside, constants.COPYFILE_FICLONE);
    }
    // A temporary file is for its user alone; one that is kept is as any other that the app makes.
    await chmod(beside, mode);
  });
}

/** False on another file system, or one without such links. */
async function tryLink(source: string, path: string): Promise<boolean> {
  try {
    await link(source, path);
    return true;
  } catch {
    return false;
  }
}

/** Beside the path first, since only a rename replaces a file in one step. */
async function replace(path: string, write: (beside: string) => Promise<void>): Promise<void> {
  const beside = `${path}.${randomUUID()}.part`;
  try {
    await write(beside);
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

async function modeOfNewFile(path: string): Promise<number> {
  const handle = await open(path, 'wx');
  try {
    return (await handle.stat()).mode & 0o777;
  } finally {
    await handle.close();
    await rm(path, { force: true });
  }
}
