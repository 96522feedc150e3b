import { WebSocket } from 'ws';
import type { Random } from '../../cache/model/random.js';
import { type BoardData, type Entry, keyOf } from './board-data.js';
import type { BoardNode } from './board-node.js';

/** A frame of the server, as far as it is looked at. */
interface ServerFrame {
  readonly id?: number;
  readonly data?: { readonly watching: number; readonly refused?: readonly Entry[] };
  readonly type?: 'invalidate' | 'gap';
  readonly contexts?: readonly Entry[];
}

/** What is known of an entry that a client watches. */
interface Known {
  readonly entry: Entry;
  /** How much had happened when it was last read; undefined when it could not be read. */
  position: number | undefined;
}

/**
 * A client as PROTOCOL 13 asks for: reads an entry after the acknowledgement, and again when it is told of it, of
 * whichever process answers.
 */
export class BoardClient {
  /** What it was told that it must not have been. */
  readonly wrong: string[] = [];
  #socket: WebSocket | undefined;
  #id = 0;
  #acknowledged = 0;
  #wanted: readonly Entry[] = [];
  #known = new Map<string, Known>();
  /** What it watched at any time since the last rest: it may still be told of that. */
  #recent = new Map<string, Entry>();
  #roundBegan = 0;
  readonly #frames = new Map<number, (frame: ServerFrame | undefined) => void>();
  readonly #reads = new Set<Promise<void>>();

  constructor(
    readonly user: string,
    private readonly nodes: readonly BoardNode[],
    private readonly data: BoardData,
    private readonly random: Random,
  ) {}

  /** Opens a socket at some process, and has it watch what the last one did. */
  async open(): Promise<void> {
    const headers = { 'x-user': this.user };
    const socket = new WebSocket(this.random.pick(this.nodes).url.replace('http', 'ws'), { headers });
    this.#socket = socket;
    this.#known.clear();
    socket.on('message', (data: Buffer) => this.#take(JSON.parse(data.toString())));
    socket.on('close', () => this.#giveUp(socket));
    await new Promise((resolve) => socket.on('open', resolve));
    await this.watch(this.#wanted);
  }

  get isOpen(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  async watch(entries: readonly Entry[]): Promise<void> {
    this.#wanted = entries;
    const before = this.#known;
    this.#known = new Map(
      entries.flatMap((entry) => {
        const known = before.get(keyOf(entry));
        return known === undefined ? [] : [[keyOf(entry), known]];
      }),
    );
    for (const entry of entries) this.#recent.set(keyOf(entry), entry);
    const { id, data } = (await this.#ask({ action: 'watch', contexts: entries })) ?? {};
    // A later frame that is acknowledged already has said all that counts.
    if (id === undefined || data === undefined || id < this.#acknowledged) return;
    this.#acknowledged = id;
    const refused = new Set((data.refused ?? []).map(keyOf));
    for (const key of refused) this.#recent.delete(key);
    const wanted = new Set(this.#wanted.map(keyOf));
    for (const entry of entries) {
      const key = keyOf(entry);
      if (!wanted.has(key) || this.#known.has(key) || refused.has(key)) continue;
      this.#known.set(key, { entry, position: 0 });
      this.#read(key);
    }
  }

  async call(fn: string, args: object): Promise<void> {
    await this.#ask({ action: 'rpc', fn, args });
  }

  close(): void {
    this.#socket?.close();
  }

  /** Resolves when everything that was sent to it is here, and read. @returns whether anything was */
  async rest(): Promise<boolean> {
    await this.#ask({ action: 'rpc', fn: 'no such function', args: {} });
    const count = this.#reads.size;
    await Promise.all(this.#reads);
    return count > 0;
  }

  /** What it shows though it has changed. */
  get stale(): readonly string[] {
    return [...this.#known].flatMap(([key, { entry, position }]) =>
      position !== undefined && this.data.isStale(entry, position) ? key : [],
    );
  }

  /** What it shows of a card does not count any more: it need not be what is. */
  discount(card: number): void {
    for (const known of this.#known.values())
      if (String(known.entry.params['card']) === String(card)) known.position = undefined;
  }

  /** How many entries it watches, as far as it knows. */
  get count(): number {
    return this.#known.size;
  }

  /** From now on, it may only be told of what it watches now. */
  beginRound(): void {
    this.#recent = new Map([...this.#known].map(([key, { entry }]) => [key, entry]));
    this.#roundBegan = this.data.commits.length;
  }

  #take(frame: ServerFrame): void {
    if (frame.id !== undefined) {
      this.#frames.get(frame.id)?.(frame);
      this.#frames.delete(frame.id);
    } else if (frame.type === 'gap') for (const key of this.#known.keys()) this.#read(key);
    else for (const entry of frame.contexts ?? []) this.#hear(entry);
  }

  #hear(entry: Entry): void {
    const key = keyOf(entry);
    const isWatched = this.#recent.has(key) || this.#known.has(key);
    if (!isWatched || !this.data.isStale(entry, this.#roundBegan)) this.wrong.push(key);
    this.#read(key);
  }

  #read(key: string): void {
    const known = this.#known.get(key);
    if (known === undefined) return;
    const reading = this.#fetch(known).finally(() => this.#reads.delete(reading));
    this.#reads.add(reading);
  }

  async #fetch(known: Known): Promise<void> {
    const { context, params } = known.entry;
    const query = new URLSearchParams(Object.entries(params).map(([name, value]) => [name, String(value)]));
    const { app } = this.random.pick(this.nodes);
    const response = await app.context(context, `?${query}`, { 'x-user': this.user });
    const bundle: Record<string, { readonly result: number }> = await response.json();
    const position = bundle[context]?.result;
    known.position =
      response.status === 200 && position !== undefined && known.position !== undefined
        ? Math.max(known.position, position)
        : undefined;
  }

  async #ask(frame: object): Promise<ServerFrame | undefined> {
    if (!this.isOpen) return undefined;
    this.#id += 1;
    const id = this.#id;
    const answer = new Promise<ServerFrame | undefined>((resolve) => this.#frames.set(id, resolve));
    this.#socket?.send(JSON.stringify({ ...frame, id }));
    return answer;
  }

  #giveUp(socket: WebSocket): void {
    if (socket !== this.#socket) return;
    for (const resolve of this.#frames.values()) resolve(undefined);
    this.#frames.clear();
    this.#known.clear();
  }
}
