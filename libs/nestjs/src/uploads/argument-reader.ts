import { BadRequest, PayloadTooLarge } from '../errors/index.js';
import { maxDepth } from '../input/place.js';
import type { BodyPart } from './body-part.js';
import type { MemoryBudget } from './file-sink.js';
import type { FilePolicies, FilePolicy } from './file-policy.js';
import type { MultipartArgs, MultipartValue } from './multipart-args.js';
import type { PartReader } from './part-reader.js';
import { passOver, receiveFile } from './receive-file.js';
import { ReceivedFile } from './received-file.js';
import { RefusedFile } from './refused-file.js';
import type { Spool } from './spool.js';
import { toFileError } from './to-file-error.js';
import type { UploadSettings } from './upload-options.js';

type TextPart = Extract<BodyPart, { kind: 'text' }>;
type FilePart = Extract<BodyPart, { kind: 'file' }>;

/** Of a name, in characters. */
const maxNameLength = 1000;

/** What the arguments of one call are read with. */
export interface Reading {
  readonly settings: UploadSettings;
  readonly spool: Spool;
  /** What the function expects of files. */
  readonly policies: FilePolicies;
  /** Whether a file that is refused stands among the arguments, and does not refuse the call. */
  readonly isForm: boolean;
}

/** Collects the arguments of a multipart body, within its limits. */
export class ArgumentReader {
  readonly #values = new Map<string, MultipartValue[]>();
  readonly #files: ReceivedFile[] = [];
  readonly #counts = new Map<string, number>();
  readonly #memory: MemoryBudget;
  #texts = 0;
  #textSize = 0;
  #fileCount = 0;
  #fileParts = 0;

  constructor(private readonly settings: UploadSettings) {
    this.#memory = { left: settings.spoolAbove };
  }

  /** Every file that was taken in, to be ended with the call. */
  get files(): readonly ReceivedFile[] {
    return this.#files;
  }

  get args(): MultipartArgs {
    const entries = [...this.#values].map(([name, values]) => {
      const [first] = values;
      return [name, values.length === 1 && first !== undefined ? first : values] as const;
    });
    return Object.assign(Object.create(null) as MultipartArgs, Object.fromEntries(entries));
  }

  /** @throws BadRequest for a name that is none, PayloadTooLarge for what is too much */
  addText(part: TextPart): void {
    this.count(part);
    this.#add(part.name, part.text);
  }

  /** Counts a text that is no argument. */
  count({ name, text, isCut }: TextPart): void {
    checkName(name);
    const { maxFields, maxTextSize } = this.settings;
    this.#texts += 1;
    this.#textSize += Buffer.byteLength(text) + name.length;
    if (isCut) throw new PayloadTooLarge('A text is too long', { details: tooLong(name) });
    if (this.#texts > maxFields) throw new PayloadTooLarge(`There are more than ${maxFields} texts`);
    if (this.#textSize > maxTextSize) throw new PayloadTooLarge('The texts are too long together');
  }

  /** @throws MizanError when a file refuses the call */
  async addFile(part: FilePart, reader: PartReader, reading: Reading): Promise<void> {
    checkName(part.name);
    this.#countFilePart(reading);
    if (part.fileName === '') return passOverNothing(part);
    const value = await this.#receive(part, reader, reading);
    if (value instanceof ReceivedFile) this.#files.push(value);
    this.#add(part.name, value);
  }

  /** Of forms as well: what is refused, or is no file, costs something too. */
  #countFilePart({ policies }: Reading): void {
    this.#fileParts += 1;
    const most = this.settings.maxFields + this.#mostFiles(policies);
    if (this.#fileParts > most) throw new PayloadTooLarge(`There are more than ${most} files`);
  }

  async #receive(part: FilePart, reader: PartReader, reading: Reading): Promise<ReceivedFile | RefusedFile> {
    const { settings, spool, isForm } = reading;
    const policy = reading.policies.find(part.name);
    const onRefused = (refused: RefusedFile) => {
      if (!isForm) throw toFileError(part.name, refused);
    };
    const refused = policy === undefined ? unexpected : this.#findTooMany(policy, reading);
    if (policy === undefined || refused !== undefined) {
      onRefused(refused ?? unexpected);
      await passOver(part);
      return refused ?? unexpected;
    }
    const maxSize = policy.maxSize ?? settings.maxFileSize;
    // What a field declares is meant to be let in, whatever a body may have otherwise.
    if (policy.maxSize !== undefined) reader.allow(maxSize);
    return receiveFile(part, { maxSize, accept: policy.accept, spool, memory: this.#memory, onRefused });
  }

  #findTooMany(
    { key, maxCount = this.settings.maxFiles }: FilePolicy,
    { policies }: Reading,
  ): RefusedFile | undefined {
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    this.#fileCount += 1;
    if (count > maxCount)
      return new RefusedFile(
        'too_many',
        `must be ${maxCount === 1 ? 'one file' : `${maxCount} files`} at most`,
      );
    const most = this.#mostFiles(policies);
    return this.#fileCount > most
      ? new RefusedFile('too_many', `is one of too many files: a call has ${most} at most`)
      : undefined;
  }

  #mostFiles({ declared }: FilePolicies): number {
    const { maxFiles } = this.settings;
    return Math.max(maxFiles, declared.files + declared.openLists * maxFiles);
  }

  #add(name: string, value: MultipartValue): void {
    const values = this.#values.get(name);
    if (values === undefined) this.#values.set(name, [value]);
    else values.push(value);
  }
}

/** What a browser sends for an input where no file was chosen. */
async function passOverNothing(part: FilePart): Promise<void> {
  if ((await passOver(part)) > 0) throw new BadRequest('A file of the body has an empty name');
}

const unexpected = new RefusedFile('unexpected', 'takes no file');

function tooLong(name: string) {
  return { fields: { [name]: ['is too long'] } };
}

function checkName(name: string): void {
  if (name === '') throw new BadRequest('A field of the body has no name');
  if (name.length > maxNameLength) throw new BadRequest('The name of a field is too long');
  if (name.split('.').length > maxDepth) throw new BadRequest('The name of a field is nested too deep');
}
