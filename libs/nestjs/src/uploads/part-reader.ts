import type { Readable } from 'node:stream';
import type { BusboyInstance } from '@fastify/busboy';
import { BadRequest, MizanError, PayloadTooLarge } from '../errors/index.js';
import type { BodyPart } from './body-part.js';
import { brokenBody, createPartParser, type PartLimits } from './create-part-parser.js';
import type { UploadSettings } from './upload-options.js';

type Limits = PartLimits & Pick<UploadSettings, 'idleTimeout' | 'timeout'>;

interface Waiting {
  readonly resolve: (part: BodyPart | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Reads the parts of a multipart body, one after the other. Nothing is taken from the connection while nobody asks for
 * a part or reads a file, so that a client waits instead of the memory of the process filling up.
 */
export class PartReader {
  readonly #source: Readable;
  readonly #parser: BusboyInstance;
  readonly #parts: BodyPart[] = [];
  readonly #deadline: NodeJS.Timeout;
  readonly #idleMs: number;
  #idle: NodeJS.Timeout | undefined;
  #waiting: Waiting | undefined;
  #isWanted = false;
  #isFull = false;
  #isDone = false;
  #failure: MizanError | undefined;
  #file: Readable | undefined;
  #left: number;

  /**
   * @param maxSize bytes that the body may have, until {@link allow} says more
   * @throws BadRequest for a type that has no boundary
   */
  constructor(source: Readable, contentType: string, limits: Limits, maxSize: number) {
    this.#source = source;
    this.#left = maxSize;
    this.#idleMs = limits.idleTimeout * 1000;
    this.#parser = createPartParser(contentType, limits, {
      onPart: (part) => this.#give(part),
      onEnd: () => this.#finish(),
      onError: (error) => this.#fail(error),
    });
    this.#deadline = setTimeout(
      () => this.#fail(timedOut(`was not there after ${limits.timeout} seconds`)),
      limits.timeout * 1000,
    );
    source.on('data', this.#take).on('end', this.#end).on('error', this.#lose).on('close', this.#lose);
    source.pause();
    if (source.destroyed) this.#lose();
  }

  /** Why there is nothing more to come. */
  get failure(): MizanError | undefined {
    return this.#failure;
  }

  /** Lets the body have so many bytes more. */
  allow(bytes: number): void {
    this.#left += bytes;
  }

  /**
   * The next part; undefined after the last one.
   * @throws MizanError when the body is broken, too large, or does not come
   */
  next(): Promise<BodyPart | undefined> {
    // Before what is there already: a file of it may never end.
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    this.#isWanted = true;
    const part = this.#parts.shift();
    if (part !== undefined) return Promise.resolve(this.#hand(part));
    if (this.#isDone) return Promise.resolve(undefined);
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#flow();
    });
  }

  /** Lets go of the source, which stays as it is. */
  stop(): void {
    clearTimeout(this.#deadline);
    clearTimeout(this.#idle);
    for (const part of this.#parts) if (part.kind === 'file') part.stream.destroy();
    this.#file?.destroy();
    this.#parts.length = 0;
    this.#source.off('data', this.#take).off('end', this.#end).off('error', this.#lose);
    this.#source.off('close', this.#lose).on('error', ignore);
  }

  // Fields that are functions, to be taken off again.
  readonly #take = (chunk: Buffer): void => {
    this.#left -= chunk.length;
    if (this.#left < 0) {
      this.#fail(new PayloadTooLarge('The body is larger than may be'));
      return;
    }
    try {
      this.#isFull = !this.#parser.write(chunk);
    } catch (cause) {
      this.#fail(brokenBody(cause));
    }
    if (this.#isFull) this.#parser.once('drain', this.#drained);
    this.#flow();
  };

  readonly #drained = (): void => {
    this.#isFull = false;
    this.#flow();
  };

  readonly #end = (): void => {
    clearTimeout(this.#idle);
    this.#parser.end();
  };

  readonly #lose = (): void => {
    if (!this.#source.readableEnded) this.#fail(new BadRequest('The client went away while it was sending'));
  };

  /** Goes on reading while somebody waits for it, and else lets the client wait. */
  #flow(): void {
    clearTimeout(this.#idle);
    const isFlowing =
      this.#isWanted && !this.#isFull && this.#parts.length === 0 && this.#failure === undefined;
    if (!isFlowing || this.#isDone) {
      this.#source.pause();
      return;
    }
    this.#idle = setTimeout(
      () => this.#fail(timedOut(`stood still for ${this.#idleMs / 1000} seconds`)),
      this.#idleMs,
    );
    this.#source.resume();
  }

  #give(part: BodyPart): void {
    if (this.#failure !== undefined) return;
    if (this.#waiting === undefined) {
      this.#parts.push(part);
      return;
    }
    const { resolve } = this.#waiting;
    this.#waiting = undefined;
    resolve(this.#hand(part));
  }

  #hand(part: BodyPart): BodyPart {
    this.#file = part.kind === 'file' ? part.stream : undefined;
    // What follows a text is read when it is asked for.
    this.#isWanted = part.kind === 'file';
    this.#flow();
    return part;
  }

  #finish(): void {
    this.#isDone = true;
    clearTimeout(this.#idle);
    clearTimeout(this.#deadline);
    if (this.#parts.length > 0) return;
    this.#waiting?.resolve(undefined);
    this.#waiting = undefined;
  }

  #fail(error: MizanError): void {
    if (this.#failure !== undefined || this.#isDone) return;
    this.#failure = error;
    clearTimeout(this.#idle);
    clearTimeout(this.#deadline);
    this.#source.pause();
    this.#file?.destroy(error);
    this.#waiting?.reject(error);
    this.#waiting = undefined;
  }
}

function ignore(): void {
  // Nobody reads the source any more.
}

function timedOut(what: string): MizanError {
  return new MizanError('HTTP_408', `The body ${what}`);
}
