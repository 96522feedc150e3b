import type { ErrorReply, Params } from '@mizan/protocol';
import { type InputSource, peekSource } from '../dispatch/function-call.js';
import { TooManyRequests, toErrorReply } from '../errors/index.js';
import type { MizanRegistry } from '../registry/mizan-registry.js';
import type { RegisteredContext } from '../registry/registered-function.js';
import type { LiveEntry } from './live-entry.js';
import type { LiveHub } from './live-hub.js';
import { readSource } from './read-source.js';
import type { Watch } from './watch.js';
import type { ReadEntry, WatchFinding } from './watch-finding.js';
import type { Watcher } from './watcher.js';
import { type RefusedEntry, writeWatching } from './write-live-frame.js';

/** What watch frames ask for (PROTOCOL 13). */
export class WatchEndpoints {
  readonly #tooMany: ErrorReply;

  /** @param maxWatches of one socket */
  constructor(
    private readonly registry: MizanRegistry,
    private readonly hub: LiveHub,
    private readonly maxWatches: number,
  ) {
    const problem = `A socket may watch ${maxWatches} entries, and few new ones at a time`;
    this.#tooMany = toErrorReply(new TooManyRequests(problem)).body;
  }

  /**
   * Has a socket watch these entries and no others; what it watched before is not read again. Each is registered before
   * it is read, and the answer is there when it has been, so that nothing falls between: who reads after the answer has
   * read what was told before it.
   *
   * @param mayAdd asked for each entry that was not watched yet
   * @returns what the acknowledgement says, as JSON text. It is to be sent at once
   */
  async watch(
    watcher: Watcher,
    entries: readonly LiveEntry[],
    mayAdd: () => boolean,
    read: ReadEntry,
  ): Promise<string> {
    if (watcher.isGone) return writeWatching(0, []);
    const { watches, added, dropped, surplus } = watcher.replace(entries, this.maxWatches, mayAdd);
    for (const watch of dropped) this.hub.remove(watch);
    for (const watch of added) this.#look(watch, read);
    const findings = await Promise.all(watches.map(({ finding }) => finding));
    const standing = watches.filter((watch) => watcher.has(watch));
    for (const watch of standing) watch.isAcknowledged = true;
    const refused = watches.flatMap(({ entry }, index) => refusalOf(entry, findings[index]));
    const surpassing = surplus.map((entry) => ({ entry, error: this.#tooMany }));
    return writeWatching(standing.length, [...refused, ...surpassing]);
  }

  /** Reads the entries again that became stale since they were read: of those that may not be read any more, nothing is told. */
  async recheck(watcher: Watcher, read: ReadEntry): Promise<void> {
    const stale = watcher.watches.filter(({ isStale, isAcknowledged }) => isStale && isAcknowledged);
    await Promise.all(stale.map((watch) => this.#recheck(watch, read)));
  }

  /** A socket has closed. */
  leave(watcher: Watcher): void {
    for (const watch of watcher.clear()) this.hub.remove(watch);
  }

  #look(watch: Watch, read: ReadEntry): void {
    const { watcher, entry } = watch;
    const context = this.registry.contexts.get(entry.context);
    const source = readSource(context, entry.params);
    this.hub.place(watch, context && peekParams(context, source));
    watch.finding = watcher.reads.run(async () => {
      // Before it is read: what another process changes after that may end the right to it.
      await this.hub.listen(entry.context);
      // Dropped while it waited: a later frame does not name it.
      if (!watcher.has(watch)) return undefined;
      const finding = await this.#readSettled(watch, () => read(entry, source));
      if (watcher.has(watch)) this.#settle(watch, finding);
      return finding;
    });
  }

  /** A refusal is from before what changed while it was found, and from before a frame that named the entry again. */
  async #readSettled(watch: Watch, read: () => Promise<WatchFinding>): Promise<WatchFinding> {
    watch.isStale = false;
    watch.isNamedAgain = false;
    const finding = await read();
    const isOutdated = watch.isStale || watch.isNamedAgain;
    return finding.kind === 'refused' && isOutdated && watch.watcher.has(watch) ? read() : finding;
  }

  async #recheck(watch: Watch, read: ReadEntry): Promise<void> {
    const { watcher, entry } = watch;
    watch.isStale = false;
    watch.isNamedAgain = false;
    const source = readSource(this.registry.contexts.get(entry.context), entry.params);
    const finding = await watcher.reads.run(() => read(entry, source));
    if (!watcher.has(watch)) return;
    // What changed meanwhile may let him read again, and he may have been told that it is watched.
    const isOutdated = watch.isStale || watch.isNamedAgain;
    if (finding.kind === 'readable') this.#resume(watch, finding);
    else if (finding.isFault || isOutdated) watch.isStale = true;
    else if (watch.lookAgain === undefined) this.#suspend(watch, read);
  }

  /** Nothing more is told of it, until a change lets him read it again: he may show it still. */
  #suspend(watch: Watch, read: ReadEntry): void {
    let hasChanged = false;
    let isLooking = false;
    const look = async () => {
      isLooking = true;
      while (hasChanged && watch.watcher.has(watch)) {
        hasChanged = false;
        await this.#recheck(watch, read);
      }
      isLooking = false;
    };
    watch.lookAgain = () => {
      hasChanged = true;
      if (!isLooking) void look();
    };
  }

  #resume(watch: Watch, { params }: Extract<WatchFinding, { kind: 'readable' }>): void {
    const wasSuspended = watch.lookAgain !== undefined;
    watch.lookAgain = undefined;
    this.hub.place(watch, params);
    if (wasSuspended) this.hub.tell(watch);
  }

  #settle(watch: Watch, finding: WatchFinding): void {
    if (finding.kind === 'readable') return this.hub.place(watch, finding.params);
    watch.watcher.remove(watch);
    this.hub.remove(watch);
  }
}

function refusalOf(entry: LiveEntry, finding: WatchFinding | undefined): readonly RefusedEntry[] {
  return finding?.kind === 'refused' ? [{ entry, error: finding.error }] : [];
}

/** What reading will find to be sent; undefined when that cannot be told before. */
function peekParams({ members }: RegisteredContext, source: InputSource): Params | undefined {
  const sent: object[] = [];
  for (const { input } of members) {
    const peeked = peekSource(input, source);
    if (peeked === undefined) return undefined;
    sent.push(peeked);
  }
  // Boot has seen to it that params of contexts are values that a URL can say.
  return Object.assign({}, ...sent) as Params;
}
