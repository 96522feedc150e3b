import type { BodyPart } from './body-part.js';
import { formatByteSize } from './byte-size.js';
import { cleanFileName } from './clean-file-name.js';
import { bytesToLookAt, type ContentType, findContentType, isAccepted } from './content-type.js';
import { FileSink, type MemoryBudget } from './file-sink.js';
import { ReceivedFile } from './received-file.js';
import { RefusedFile } from './refused-file.js';
import type { Spool } from './spool.js';

/** What one file may be, and where it goes. */
export interface FileReception {
  /** In bytes. */
  readonly maxSize: number;
  readonly accept: readonly string[] | undefined;
  readonly spool: Spool;
  readonly memory: MemoryBudget;
  /** Is told as soon as the file is refused; unless this throws, the rest of the file is passed over. */
  readonly onRefused: (refused: RefusedFile) => void;
}

type FilePart = Extract<BodyPart, { kind: 'file' }>;

/** Takes in a file as it comes: what it is shows in its first bytes, before anything of it is stored. */
export async function receiveFile(
  part: FilePart,
  reception: FileReception,
): Promise<ReceivedFile | RefusedFile> {
  const receiving = new Receiving(part, reception);
  try {
    // Streams of files hold bytes.
    for await (const chunk of part.stream) await receiving.take(chunk as Buffer);
    return await receiving.finish();
  } catch (error) {
    await receiving.abandon();
    throw error;
  }
}

/** Passes over a file that is not taken. Resolves to the bytes that it had. */
export async function passOver({ stream }: FilePart): Promise<number> {
  let size = 0;
  // Streams of files hold bytes.
  for await (const chunk of stream) size += (chunk as Buffer).length;
  return size;
}

class Receiving {
  readonly #part: FilePart;
  readonly #reception: FileReception;
  readonly #sink: FileSink;
  #start: Buffer | undefined = Buffer.alloc(0);
  #type: ContentType | undefined;
  #size = 0;
  #refused: RefusedFile | undefined;

  constructor(part: FilePart, reception: FileReception) {
    this.#part = part;
    this.#reception = reception;
    this.#sink = new FileSink(reception.spool, reception.memory);
  }

  async take(chunk: Buffer): Promise<void> {
    if (this.#refused !== undefined) return;
    this.#size += chunk.length;
    if (this.#size > this.#reception.maxSize) return this.#refuse('too_large', this.#tooLarge());
    if (this.#start === undefined) return this.#sink.write(chunk);
    this.#start = Buffer.concat([this.#start, chunk]);
    if (this.#start.length >= bytesToLookAt) await this.#look(this.#start);
  }

  async finish(): Promise<ReceivedFile | RefusedFile> {
    if (this.#start !== undefined && this.#refused === undefined) await this.#look(this.#start);
    if (this.#refused !== undefined) return this.#refused;
    const { fileName, type } = this.#part;
    const facts = { name: cleanFileName(fileName), type: this.#type?.type ?? type, size: this.#size };
    return new ReceivedFile(facts, await this.#sink.finish());
  }

  abandon(): Promise<void> {
    return this.#sink.remove();
  }

  async #look(start: Buffer): Promise<void> {
    this.#start = undefined;
    const { accept } = this.#reception;
    const type = await findContentType(start.subarray(0, bytesToLookAt), this.#part.type);
    this.#type = type;
    if (accept !== undefined && !isAccepted(type, accept))
      await this.#refuse('wrong_type', `is ${type.type}, and has to be ${accept.join(' or ')}`);
    else await this.#sink.write(start);
  }

  async #refuse(reason: RefusedFile['reason'], message: string): Promise<void> {
    this.#refused = new RefusedFile(reason, message);
    this.#start = undefined;
    await this.#sink.remove();
    this.#reception.onRefused(this.#refused);
  }

  #tooLarge(): string {
    return `must not be larger than ${formatByteSize(this.#reception.maxSize)}`;
  }
}
