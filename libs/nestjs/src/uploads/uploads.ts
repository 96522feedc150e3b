import type { Readable } from 'node:stream';
import { Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { type BootProblem, MizanBootError, UnsupportedMediaType } from '../errors/index.js';
import { MultipartCall } from './multipart-call.js';
import { Spool } from './spool.js';
import { signEveryMs } from './uploads-folder.js';
import { readUploadSettings, type UploadOptions, type UploadSettings } from './upload-options.js';

/** A request with a multipart body, as its adapter brings it in. */
export interface MultipartRequest {
  readonly contentType: string;
  readonly contentEncoding: string | undefined;
  /** What is on the connection. */
  readonly body: Readable | undefined;
}

/** Takes in multipart bodies. One per app. */
export class Uploads implements OnModuleInit, OnApplicationShutdown {
  readonly #logger = new Logger('Mizan');
  readonly #settings: UploadSettings;
  readonly #spool: Spool;
  #signs: NodeJS.Timeout | undefined;

  /** @throws MizanBootError when an option is wrong */
  constructor(options?: UploadOptions) {
    this.#settings = readUploadSettings(options);
    this.#spool = new Spool(this.#settings.directory);
  }

  async onModuleInit(): Promise<void> {
    this.#signs = setInterval(() => void this.#keepOrder(), signEveryMs).unref();
    await this.#sweep();
  }

  /**
   * Looks whether files can be written, when there is a function or a form that takes some.
   *
   * @throws MizanBootError when not
   */
  async prepare(): Promise<void> {
    try {
      await this.#spool.check();
    } catch (error) {
      throw new MizanBootError([unwritable(this.#settings.directory, error)]);
    }
  }

  // A folder that is gone is made anew when it is needed.
  async #keepOrder(): Promise<void> {
    await this.#spool.showLife().catch(() => undefined);
    await this.#sweep();
  }

  async #sweep(): Promise<void> {
    try {
      const removed = await this.#spool.sweep();
      if (removed.length > 0)
        this.#logger.log(`Removed uploads that an earlier process left: ${removed.join(', ')}`);
    } catch (error) {
      this.#logger.warn(
        `Uploads that earlier processes left in ${this.#settings.directory} cannot be removed: ${String(error)}`,
      );
    }
  }

  /**
   * Begins to read a body.
   *
   * @throws UnsupportedMediaType for one that is compressed
   * @throws BadRequest for one without a boundary
   */
  open({ body, contentType, contentEncoding }: MultipartRequest): MultipartCall {
    if (contentEncoding !== undefined && contentEncoding !== 'identity')
      throw new UnsupportedMediaType('Send multipart bodies as they are, without Content-Encoding');
    if (body === undefined || body.readableDidRead) throw new Error(alreadyRead);
    return new MultipartCall(body, contentType, this.#settings, this.#spool);
  }

  onApplicationShutdown(): Promise<void> {
    clearInterval(this.#signs);
    return this.#spool.close();
  }
}

function unwritable(directory: string, error: unknown): BootProblem {
  const reason = error instanceof Error ? error.message : String(error);
  return {
    where: 'uploads.directory',
    problem: `functions of the app take files, and ${directory} cannot be written to (${reason})`,
    fix: 'Name a folder that is there, and that the app may write to.',
  };
}

const alreadyRead =
  'The multipart body of a call was read before Mizan got it: use the middleware or hook of the app that reads multipart bodies on its own routes only';
