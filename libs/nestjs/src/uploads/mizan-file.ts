import type { Readable } from 'node:stream';

/**
 * A file that came with a call. It is there until the call is answered: what is to stay is saved before. A class, so
 * that a property of this type is known by its metadata.
 */
export abstract class MizanFile {
  /** As it was called where it came from, without folders and without what means something to a file system. */
  abstract readonly name: string;
  /** The media type by content where it can be told, else what was sent. */
  abstract readonly type: string;
  /** In bytes. */
  abstract readonly size: number;

  /**
   * The content, each time from the start.
   * @throws Error when the call is over
   */
  abstract stream(): Readable;

  /**
   * The whole content. For files that fit into memory many times.
   * @throws Error when the call is over
   */
  abstract buffer(): Promise<Buffer>;

  /**
   * Keeps the content under a path, and replaces what is there. Whoever looks there sees the old file or the whole new
   * one.
   * @throws Error when the folder does not exist, or the call is over
   */
  abstract saveTo(path: string): Promise<void>;
}
