import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeUploadsFolder, removeLeftFolders, showLife } from './uploads-folder.js';

/** A temporary file that is being written. */
export interface SpoolFile {
  readonly path: string;
  readonly handle: FileHandle;
}

/** Where the files of calls are that are too large for memory: a folder of this process, made when it is first needed. */
export class Spool {
  #folder: Promise<string> | undefined;

  constructor(private readonly directory: string) {}

  /** Removes what processes left that ended in the middle of calls. */
  sweep(): Promise<readonly string[]> {
    return removeLeftFolders(this.directory);
  }

  /** Shows that this process runs. */
  async showLife(): Promise<void> {
    if (this.#folder !== undefined) await showLife(await this.#folder);
  }

  /** Rejects where no folder of this process can be made. */
  async check(): Promise<void> {
    await rm(await makeUploadsFolder(this.directory), { recursive: true, force: true });
  }

  async create(): Promise<SpoolFile> {
    const making = this.#open();
    try {
      return await createIn(await making);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      // Systems clean their folder for temporary files; one that was not used for days is gone.
      if (this.#folder === making) this.#folder = undefined;
      return createIn(await this.#open());
    }
  }

  #open(): Promise<string> {
    if (this.#folder !== undefined) return this.#folder;
    const making = makeUploadsFolder(this.directory);
    this.#folder = making;
    making.catch(() => {
      if (this.#folder === making) this.#folder = undefined;
    });
    return making;
  }

  /** Removes the folder with all that is in it. */
  async close(): Promise<void> {
    const making = this.#folder;
    this.#folder = undefined;
    if (making !== undefined) await rm(await making, { recursive: true, force: true });
  }
}

async function createIn(folder: string): Promise<SpoolFile> {
  const path = join(folder, randomUUID());
  return { path, handle: await open(path, 'wx', 0o600) };
}
