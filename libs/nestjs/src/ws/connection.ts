import { type Listener, Subscriber } from '../channels/index.js';
import { TooManyRequests, toErrorReply } from '../errors/index.js';
import { gapFrame, Watcher } from '../live/index.js';
import type { Admission, Opening } from './admit.js';
import type { BadFrame, ClientFrame, FrameId } from './client-frame.js';
import { closeCode } from './close-code.js';
import { type ByteStream, Outbox } from './outbox.js';
import { closedState, openState, type RawSocket } from './raw-socket.js';
import { peekId, readFrame } from './read-frame.js';
import { ReaderPatience } from './reader-patience.js';
import { TokenBucket } from './token-bucket.js';
import type { WebSocketSettings } from './websocket-options.js';
import { writeError, writeFailure } from './write-frame.js';

/** A frame that can be done. */
export type GoodFrame = Exclude<ClientFrame, BadFrame>;

/** Does what a frame asks for and sends the answer. Never rejects. */
export type AnswerFrame = (frame: GoodFrame, connection: Connection) => Promise<void>;

/**
 * One socket: takes its frames within the limits, has them answered, and sends. Every frame of a socket that is open is
 * answered, the wrong ones by an error.
 */
export class Connection implements Listener {
  readonly #outbox: Outbox;
  #admission: Admission | Promise<Admission | undefined>;
  #rate: TokenBucket | undefined;
  #patience: TokenBucket | undefined;
  #readerPatience: ReaderPatience | undefined;
  #reads: TokenBucket | undefined;
  // Most sockets listen nowhere.
  #subscriber: Subscriber | undefined;
  #watcher: Watcher | undefined;
  #running = 0;
  /** What had come when it was asked whether somebody is there. */
  #readBytes: number | undefined;
  #askedAt = performance.now();
  #whenQuiet: (() => void) | undefined;

  constructor(
    private readonly socket: RawSocket,
    private readonly stream: ByteStream,
    private readonly settings: WebSocketSettings,
    private readonly answer: AnswerFrame,
    opening: Promise<Opening>,
  ) {
    this.#admission = opening.then(
      ({ admission }) => (this.#admission = admission),
      () => undefined,
    );
    this.#outbox = new Outbox(socket, stream);
    socket.on('message', (data, isBinary) => this.#receive(data, isBinary));
    // After an error of the protocol, ws closes the socket with the code that belongs to it.
    socket.on('error', ignore);
  }

  /** Who opened it; a promise until that is known, of nothing when it cannot be found out. */
  get admission(): Admission | Promise<Admission | undefined> {
    return this.#admission;
  }

  /** What of the socket channels know. */
  get subscriber(): Subscriber {
    this.#subscriber ??= new Subscriber(this);
    return this.#subscriber;
  }

  /** What of the socket live invalidation knows. */
  get watcher(): Watcher {
    this.#watcher ??= new Watcher(this);
    return this.#watcher;
  }

  /** Tells it that something may not have been told, so that it reads anew, and what it watches is to be read again, too. */
  tellGap(): void {
    this.#watcher?.doubt();
    this.send(gapFrame);
  }

  /** Whether it has subscribed to something, or watches something: the server speaks to it unasked. */
  get isListening(): boolean {
    return (this.#subscriber?.count ?? 0) + (this.#watcher?.count ?? 0) > 0;
  }

  get isOpen(): boolean {
    return this.socket.readyState === openState;
  }

  /** Whether one more entry may be read because it is to be watched: one frame can name many. */
  mayRead(): boolean {
    const { maxFramesPerSecond, maxWatches } = this.settings;
    const now = performance.now();
    this.#reads ??= new TokenBucket(maxFramesPerSecond, 2 * Math.max(maxFramesPerSecond, maxWatches), now);
    return this.#reads.take(now);
  }

  /** Sends a frame, unless the socket is closing. A client that does not read is let go, so that nobody waits for it. */
  send(text: string): void {
    if (this.#mayTake()) this.#outbox.send(text);
  }

  /** The same for a frame that others get as well. */
  push(text: string): void {
    if (this.#mayTake()) this.#outbox.push(text);
  }

  close(code: number, reason: string): void {
    this.#outbox.flush();
    this.socket.close(code, reason);
  }

  terminate(): void {
    this.socket.terminate();
  }

  /** Asks whether the other side is still there, and cuts off one that has not answered the last time. */
  ping(): void {
    const { bytesRead } = this.stream;
    if (bytesRead === this.#readBytes) return this.terminate();
    this.#readBytes = bytesRead;
    if (this.isOpen) this.socket.ping();
  }

  /** Resolves when the other side has agreed to a close, or was cut off. */
  closed(): Promise<void> {
    if (this.socket.readyState === closedState) return Promise.resolve();
    return new Promise((resolve) => this.socket.on('close', resolve));
  }

  /** Whether nothing was asked for so many seconds, nothing is being answered, and it listens nowhere. */
  isIdle(seconds: number): boolean {
    if (this.#running > 0 || this.isListening) return false;
    return performance.now() - this.#askedAt > seconds * 1000;
  }

  /** Resolves when no frame is being answered. */
  quiet(): Promise<void> {
    if (this.#running === 0) return Promise.resolve();
    return new Promise((resolve) => (this.#whenQuiet = resolve));
  }

  // What waits already counts, and not the frame that comes: a long answer is no fault of its reader.
  #mayTake(): boolean {
    if (!this.isOpen) return false;
    const { waitingBytes } = this.#outbox;
    const { maxWaitingBytes } = this.settings;
    // Most sockets never have so much wait.
    if (waitingBytes <= maxWaitingBytes && this.#readerPatience === undefined) return true;
    this.#readerPatience ??= new ReaderPatience(maxWaitingBytes);
    if (!this.#readerPatience.isOver(waitingBytes, this.#outbox.takenBytes, performance.now())) return true;
    this.close(closeCode.slowReader, 'Too much waits to be read');
    return false;
  }

  #receive(data: { toString(): string }, isBinary: boolean): void {
    if (!this.isOpen) return;
    this.#askedAt = performance.now();
    if (isBinary) return this.#complain({ kind: 'bad', problem: 'Send frames of text, not binary ones' });
    const text = data.toString();
    if (!this.#takeRate()) return this.#slowDown(peekId(text));
    const frame = readFrame(text, this.settings.maxWatches);
    if (frame.kind === 'bad') return this.#complain(frame);
    if (this.#running >= this.settings.maxRunningCalls)
      return this.#slowDown('id' in frame ? frame.id : frame.errorId);
    this.#running += 1;
    void this.answer(frame, this).then(() => this.#endRun());
  }

  #takeRate(): boolean {
    const { maxFramesPerSecond } = this.settings;
    this.#rate ??= new TokenBucket(maxFramesPerSecond, 2 * maxFramesPerSecond, this.#askedAt);
    return this.#rate.take(this.#askedAt);
  }

  #endRun(): void {
    this.#running -= 1;
    if (this.#running === 0) this.#whenQuiet?.();
  }

  #complain({ id, problem }: BadFrame): void {
    this.send(id === undefined ? writeError(problem) : writeFailure(id, badRequest(problem)));
    this.#losePatience();
  }

  #slowDown(id: FrameId | undefined): void {
    const { body } = toErrorReply(new TooManyRequests());
    this.send(id === undefined ? writeError(body.message) : writeFailure(id, body));
    this.#losePatience();
  }

  #losePatience(): void {
    const now = performance.now();
    this.#patience ??= new TokenBucket(1, this.settings.maxBadFrames, now);
    if (!this.#patience.take(now)) this.close(closeCode.abuse, 'Too many frames were wrong, or too soon');
  }
}

function ignore(): void {}

function badRequest(message: string) {
  return { error: true, code: 'BAD_REQUEST', message } as const;
}
