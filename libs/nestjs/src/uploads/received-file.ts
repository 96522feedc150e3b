import { createReadStream, openSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { MizanFile } from './mizan-file.js';
import { keepBytes, keepFile } from './keep-file.js';

/** What a file holds, in memory or in a temporary file. */
export type FileContent =
  { readonly kind: 'memory'; readonly bytes: Buffer } | { readonly kind: 'disk'; readonly path: string };

export interface FileFacts {
  readonly name: string;
  readonly type: string;
  readonly size: number;
}

/** A file that was received for a call, until the call is over. */
export class ReceivedFile extends MizanFile {
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly #content: FileContent;
  readonly #streams = new Set<Readable>();
  readonly #pending = new Set<Promise<unknown>>();
  #isLinked = false;
  #isOver = false;

  constructor({ name, type, size }: FileFacts, content: FileContent) {
    super();
    this.name = name;
    this.type = type;
    this.size = size;
    this.#content = content;
  }

  stream(): Readable {
    const content = this.#open();
    // Opened at once, so that it can be read though the call ends before the first byte is asked for.
    const stream =
      content.kind === 'memory'
        ? streamOf(content.bytes)
        : createReadStream(content.path, { fd: openSync(content.path, 'r') });
    this.#streams.add(stream);
    stream.once('close', () => this.#streams.delete(stream));
    return stream;
  }

  async buffer(): Promise<Buffer> {
    const content = this.#open();
    return content.kind === 'memory' ? Buffer.from(content.bytes) : this.#during(readFile(content.path));
  }

  async saveTo(path: string): Promise<void> {
    const content = this.#open();
    if (content.kind === 'memory') return this.#during(keepBytes(content.bytes, path));
    // Only one path may be this file itself: who writes to one would write to all.
    const isShared = !this.#isLinked;
    this.#isLinked = true;
    return this.#during(keepFile(content.path, path, isShared));
  }

  /** Ends its use, and removes what is kept of it. */
  async end(): Promise<void> {
    this.#isOver = true;
    // Who reads one is told; where nobody listens, as with `stream.pipe(…)`, the error would end the process.
    for (const stream of this.#streams) stream.on('error', ignore).destroy(this.#over());
    // What was begun in time has the file to its end, though nobody waits for it.
    await Promise.allSettled(this.#pending);
    if (this.#content.kind === 'disk') await rm(this.#content.path, { force: true });
  }

  async #during<Result>(work: Promise<Result>): Promise<Result> {
    this.#pending.add(work);
    try {
      return await work;
    } finally {
      this.#pending.delete(work);
    }
  }

  #open(): FileContent {
    if (this.#isOver) throw this.#over();
    return this.#content;
  }

  #over(): Error {
    return new Error(
      `The file "${this.name}" is gone: the call that it came with is over. Read or save it before the method returns`,
    );
  }
}

function ignore(): void {
  // Nobody reads it.
}

function streamOf(bytes: Buffer): Readable {
  return new Readable({
    read() {
      this.push(bytes);
      this.push(null);
    },
  });
}
