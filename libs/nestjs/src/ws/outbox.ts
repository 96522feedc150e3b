import { openState, type RawSocket } from './raw-socket.js';
import { writeTextFrame } from './write-text-frame.js';

/** What a socket writes to: the connection beneath it. */
export interface ByteStream {
  /** Bytes that wait because the other side does not read them. */
  readonly writableLength: number;
  /** Bytes that have come from the other side, of whatever kind. */
  readonly bytesRead: number;
  write(bytes: Uint8Array): unknown;
}

/** Those that are flushed together: one timer is for all of them, since a message may be for thousands. */
class Departure {
  #outboxes: Outbox[] = [];

  /** @param schedule has something done at the time of departure */
  constructor(private readonly schedule: (depart: () => void) => void) {}

  add(outbox: Outbox): void {
    if (this.#outboxes.length === 0) this.schedule(() => this.#depart());
    this.#outboxes.push(outbox);
  }

  #depart(): void {
    const outboxes = this.#outboxes;
    this.#outboxes = [];
    for (const outbox of outboxes) outbox.flush();
  }
}

/** When all that was done because of one event is done, promises included. */
const afterEvent = new Departure((depart) => process.nextTick(depart));

/** When all events are done that have come meanwhile. */
const afterTurn = new Departure((depart) => setImmediate(depart));

/** More bytes than these are not kept for one write: what has not left is nothing that a client could have read. */
const maxHeldBytes = 65_536;

/**
 * The frames of a socket on their way out. All that are there leave in one write, since it is the write that costs, and
 * not the frame: a client that asks for several things at once is answered by one.
 */
export class Outbox {
  // Of most sockets nothing waits.
  #frames: Buffer[] | undefined;
  #bytes = 0;
  #writtenBytes = 0;
  #isHurried = false;

  constructor(
    private readonly socket: Pick<RawSocket, 'readyState'>,
    private readonly stream: Omit<ByteStream, 'bytesRead'>,
  ) {}

  /** Bytes that were written and wait, because the other side has not read what came before. */
  get waitingBytes(): number {
    return this.stream.writableLength;
  }

  /** Bytes that wait no more, since the beginning. */
  get takenBytes(): number {
    return this.#writtenBytes - this.stream.writableLength;
  }

  /** A frame that somebody waits for: it leaves after the event that is being handled. */
  send(text: string): void {
    this.#add(text);
    if (this.#isHurried) return;
    this.#isHurried = true;
    afterEvent.add(this);
  }

  /**
   * A frame that others get as well: it leaves when all events are done that have come, so that what several clients
   * say at once is one write for each listener. The busier a process, the more goes into one.
   */
  push(text: string): void {
    if (this.#frames === undefined) afterTurn.add(this);
    this.#add(text);
  }

  /** Writes what waits, unless the socket is closing. */
  flush(): void {
    const frames = this.#frames;
    this.#isHurried = false;
    if (frames === undefined) return;
    const [first] = frames;
    const bytes = first !== undefined && frames.length === 1 ? first : Buffer.concat(frames, this.#bytes);
    this.#writtenBytes += bytes.length;
    this.#frames = undefined;
    this.#bytes = 0;
    if (this.socket.readyState === openState) this.stream.write(bytes);
  }

  #add(text: string): void {
    const frame = writeTextFrame(text);
    if (this.#frames === undefined) this.#frames = [frame];
    else this.#frames.push(frame);
    this.#bytes += frame.length;
    if (this.#bytes > maxHeldBytes) this.flush();
  }
}
