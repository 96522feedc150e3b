import type { FileContent } from './received-file.js';
import type { Spool, SpoolFile } from './spool.js';
import { rm } from 'node:fs/promises';

/** What is left of the memory that the files of a call may take, in bytes. */
export interface MemoryBudget {
  left: number;
}

/** Keeps what comes of a file: in memory as long as there is room, then in a temporary file. */
export class FileSink {
  #chunks: Buffer[] = [];
  #size = 0;
  #file: SpoolFile | undefined;

  constructor(
    private readonly spool: Spool,
    private readonly memory: MemoryBudget,
  ) {}

  async write(chunk: Buffer): Promise<void> {
    if (this.#file !== undefined) return this.#file.handle.writeFile(chunk);
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    this.memory.left -= chunk.length;
    if (this.memory.left < 0) await this.#spill();
  }

  async #spill(): Promise<void> {
    this.#file = await this.spool.create();
    for (const chunk of this.#release()) await this.#file.handle.writeFile(chunk);
  }

  /** All that has come. */
  async finish(): Promise<FileContent> {
    if (this.#file === undefined) return { kind: 'memory', bytes: Buffer.concat(this.#chunks) };
    await this.#file.handle.close();
    return { kind: 'disk', path: this.#file.path };
  }

  /** Leaves nothing behind. */
  async remove(): Promise<void> {
    this.#release();
    const file = this.#file;
    this.#file = undefined;
    if (file === undefined) return;
    await file.handle.close();
    await rm(file.path, { force: true });
  }

  #release(): readonly Buffer[] {
    const chunks = this.#chunks;
    this.memory.left += this.#size;
    this.#chunks = [];
    this.#size = 0;
    return chunks;
  }
}
