import type { Listener } from '../channels/index.js';
import type { MizanIdentity } from '../identity/index.js';
import { Turnstile } from './turnstile.js';
import { Watch, textOf } from './watch.js';
import { writeInvalidate } from './write-live-frame.js';
import type { LiveEntry } from './live-entry.js';

/** So many entries of one socket are read at the same time. */
const maxReads = 10;

/** What a frame has made of the entries of a socket. */
export interface Replacement {
  /** Those of the frame, once each. */
  readonly watches: readonly Watch[];
  /** Those of them that were not there before. */
  readonly added: readonly Watch[];
  /** Those that are not there any more. */
  readonly dropped: readonly Watch[];
  /** What is more than a socket may watch, or more new ones than it may have read. */
  readonly surplus: readonly LiveEntry[];
}

/** One socket as live invalidation sees it: which entries it watches, and what it is to be told of. */
export class Watcher {
  readonly reads = new Turnstile(maxReads);
  /** Who is at the socket; null for nobody, undefined until that is known. */
  who: MizanIdentity['id'] | null | undefined;
  #watches = new Map<string, Watch>();
  /** By change, the entries that it made stale. */
  readonly #told = new Map<string | undefined, Set<Watch>>();
  #line: Promise<unknown> = Promise.resolve();
  #isGone = false;

  constructor(readonly listener: Pick<Listener, 'send'>) {}

  /** How many entries it watches, with those that are being read. */
  get count(): number {
    return this.#watches.size;
  }

  get watches(): readonly Watch[] {
    return [...this.#watches.values()];
  }

  /** Whether the socket has closed; nothing is watched any more. */
  get isGone(): boolean {
    return this.#isGone;
  }

  has(watch: Watch): boolean {
    return this.#watches.get(watch.text) === watch;
  }

  /**
   * Puts the entries of a frame in the place of those that were there. What is in both stays as it is.
   *
   * @param mayAdd asked for each that was not there, since it will be read
   */
  replace(entries: readonly LiveEntry[], max: number, mayAdd: () => boolean): Replacement {
    const before = this.#watches;
    const watches = new Map<string, Watch>();
    const added: Watch[] = [];
    const surplus: LiveEntry[] = [];
    for (const [text, entry] of new Map(entries.map((one) => [textOf(one), one]))) {
      const known = findReadable(before.get(text));
      if (watches.size >= max || (known === undefined && !mayAdd())) {
        surplus.push(entry);
        continue;
      }
      const watch = known ?? new Watch(this, entry);
      if (known === undefined) added.push(watch);
      else known.isNamedAgain = true;
      watches.set(text, watch);
    }
    this.#watches = watches;
    const dropped = [...before.values()].filter((watch) => !this.has(watch));
    return { watches: [...watches.values()], added, dropped, surplus };
  }

  remove(watch: Watch): void {
    if (this.has(watch)) this.#watches.delete(watch.text);
  }

  /** Changes may have been lost: nobody knows what may still be read. */
  doubt(): void {
    for (const watch of this.watches) watch.isStale = true;
  }

  /** Takes everything off, for good. */
  clear(): readonly Watch[] {
    const { watches } = this;
    this.#isGone = true;
    this.#watches.clear();
    this.#told.clear();
    return watches;
  }

  /** Remembers what {@link tell} says. */
  note(watch: Watch, change: string | undefined): void {
    const told = this.#told.get(change);
    if (told === undefined) this.#told.set(change, new Set([watch]));
    else told.add(watch);
  }

  /** Says what became stale since the last time, in a frame for each change. */
  tell(): void {
    for (const [change, told] of this.#told) {
      const texts = this.watches.filter((watch) => told.has(watch)).map(({ text }) => text);
      if (texts.length > 0) this.listener.send(writeInvalidate(texts, change));
    }
    this.#told.clear();
  }

  /** Does tasks one after the other, so that frames are taken in the order in which they came. */
  inLine<Result>(task: () => Promise<Result>): Promise<Result> {
    const done = this.#line.then(task);
    this.#line = done.catch(() => undefined);
    return done;
  }
}

// One that could not be read any more is read for the frame that names it again.
function findReadable(watch: Watch | undefined): Watch | undefined {
  return watch?.lookAgain === undefined ? watch : undefined;
}
