import type { Readable } from 'node:stream';
import { Logger } from '@nestjs/common';
import { BadRequest } from '../errors/index.js';
import { readChange } from '../invalidation/read-change.js';
import { ArgumentReader, type Reading } from './argument-reader.js';
import type { BodyPart } from './body-part.js';
import type { FilePolicies } from './file-policy.js';
import type { MultipartArgs } from './multipart-args.js';
import { PartReader } from './part-reader.js';
import { reservedNames } from './reserved-names.js';
import type { Spool } from './spool.js';
import type { UploadSettings } from './upload-options.js';

/** Bytes besides one text before the name of the function, when nobody was let in yet. */
const maxBeforeName = 128 * 2 ** 10;

const logger = new Logger('Mizan');

/** The arguments of a call, and what the client calls the change that it makes. */
export interface MultipartContent {
  readonly args: MultipartArgs;
  readonly change: string | undefined;
}

/**
 * One call that comes as a multipart body. First it is read up to the name of the function, then, when somebody has been
 * let in, to its end.
 */
export class MultipartCall {
  readonly #reader: PartReader;
  readonly #arguments: ArgumentReader;
  /** Bytes that the body may have beyond those before its name. */
  readonly #later: number;
  #fn: string | undefined;
  #change: string | undefined;

  /** @throws BadRequest for a type without a boundary */
  constructor(
    source: Readable,
    contentType: string,
    private readonly settings: UploadSettings,
    private readonly spool: Spool,
  ) {
    const { maxTotalSize, maxFieldSize } = settings;
    const first = Math.min(maxTotalSize, maxFieldSize + maxBeforeName);
    this.#reader = new PartReader(source, contentType, settings, first);
    this.#later = maxTotalSize - first;
    this.#arguments = new ArgumentReader(settings);
  }

  /**
   * The name of the function.
   * @throws BadRequest when there is none before the first file
   */
  async readName(): Promise<string> {
    while (this.#fn === undefined) {
      const part = await this.#reader.next();
      if (part === undefined || part.kind === 'file') throw withoutName(part);
      this.#takeText(part);
    }
    this.#reader.allow(this.#later);
    return this.#fn;
  }

  /**
   * All else.
   * @param isForm whether a file that is refused stands among the arguments, and does not refuse the call
   * @throws MizanError for a body that is too large, broken, or has files that are not taken
   */
  async readContent(policies: FilePolicies, isForm: boolean): Promise<MultipartContent> {
    const reading = { settings: this.settings, spool: this.spool, policies, isForm };
    try {
      await this.#readParts(reading);
    } catch (error) {
      // A file that breaks off says less than the body does.
      throw this.#reader.failure ?? error;
    }
    return { args: this.#arguments.args, change: this.#change };
  }

  async #readParts(reading: Reading): Promise<void> {
    for (let part = await this.#reader.next(); part !== undefined; part = await this.#reader.next()) {
      if (part.kind === 'text') this.#takeText(part);
      else if (reservedNames.has(part.name)) throw new BadRequest(`"${part.name}" must be a text`);
      else await this.#arguments.addFile(part, this.#reader, reading);
    }
  }

  /** Lets go of the body. */
  stop(): void {
    this.#reader.stop();
  }

  /** Ends the call: its files are removed. Never rejects. */
  async end(): Promise<void> {
    const ended = await Promise.allSettled(this.#arguments.files.map((file) => file.end()));
    for (const one of ended) if (one.status === 'rejected') logger.error(one.reason);
  }

  #takeText(part: Extract<BodyPart, { kind: 'text' }>): void {
    if (!reservedNames.has(part.name)) return this.#arguments.addText(part);
    this.#arguments.count(part);
    if (part.name === 'change') {
      this.#change ??= readChange(part.text);
      return;
    }
    // Somebody was let in to the first.
    if (this.#fn !== undefined) throw new BadRequest('"fn" is there twice');
    if (part.text === '') throw withoutName(undefined);
    this.#fn = part.text;
  }
}

function withoutName(part: BodyPart | undefined): BadRequest {
  return new BadRequest(
    part === undefined
      ? '"fn" is missing: it is the name of the function to call'
      : '"fn" has to come before files: it is the name of the function to call',
  );
}
