import { compileScopes, type Graph, type Params, type Target } from '@mizan/protocol';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { paramsAsRead } from '../cache/params-as-read.js';
import { type InvalidationSource, Invalidations } from '../invalidation/invalidations.js';
import { readTarget } from '../invalidation/read-target.js';
import { Relay } from '../realtime/index.js';
import { ContextWatches } from './context-watches.js';
import { readTold, type Told, writeTold } from './read-told.js';
import type { Watch } from './watch.js';
import type { Watcher } from './watcher.js';

/**
 * Who watches what in this process. Tells them what became stale, here and in every other process, and tells the others
 * what became stale here.
 */
@Injectable()
export class LiveHub implements OnModuleDestroy {
  readonly #logger = new Logger('Mizan');
  readonly #topics = new Map<string, Promise<() => void>>();
  readonly #toTell = new Set<Watcher>();
  #contexts: ReadonlyMap<string, ContextWatches> = new Map();

  constructor(
    private readonly invalidations: Invalidations,
    private readonly relay: Relay,
  ) {}

  /** Once, when the registry is full. */
  prepare(graph: Graph): void {
    this.#contexts = new Map(
      [...compileScopes(graph)].map(([context, scopes]) => [
        context,
        new ContextWatches(scopes, paramsAsRead(graph, context)),
      ]),
    );
    this.invalidations.subscribe((targets, source) => {
      for (const [context, own] of byContext(targets)) {
        this.relay.publish(topicOf(context), writeTold({ ...source, targets: own }));
      }
      this.#tell({ ...source, targets });
    });
  }

  /** Resolves when nothing that other processes say of a context is missed any more. */
  async listen(context: string): Promise<void> {
    if (!this.#contexts.has(context)) return;
    const known = this.#topics.get(context);
    const listening = known ?? this.relay.subscribe(topicOf(context), (text) => this.#hear(text));
    // Kept when nobody watches it any more: there are as many as the app has contexts.
    if (known === undefined) this.#topics.set(context, listening);
    await listening;
  }

  /** @param params converted; undefined for an entry that any target of its context matches */
  place(watch: Watch, params: Params | undefined): void {
    this.#contexts.get(watch.entry.context)?.place(watch, params);
  }

  remove(watch: Watch): void {
    this.#contexts.get(watch.entry.context)?.remove(watch);
  }

  /** Says that an entry became stale, for no change that is known. */
  tell(watch: Watch): void {
    this.#note(watch, {});
  }

  async onModuleDestroy(): Promise<void> {
    for (const end of await Promise.all(this.#topics.values())) end();
    this.#topics.clear();
  }

  #hear(text: string): void {
    try {
      const told = readTold(text);
      if (told !== undefined) this.#tell(told);
    } catch (error) {
      this.#logger.error(error);
    }
  }

  #tell(told: Told): void {
    for (const target of told.targets) {
      const { context, params } = readTarget(target);
      for (const watch of this.#contexts.get(context)?.matches(params) ?? []) this.#note(watch, told);
    }
  }

  #note(watch: Watch, { change, by }: InvalidationSource): void {
    watch.isStale = true;
    // Who is not acknowledged yet reads after the acknowledgement, and so after this.
    if (!watch.isAcknowledged) return;
    if (watch.lookAgain !== undefined) return watch.lookAgain();
    const { watcher } = watch;
    watcher.note(watch, isSame(watcher.who, by) ? change : undefined);
    // What several changes of one turn make stale is told together.
    if (this.#toTell.size === 0) setImmediate(() => this.#tellNoted());
    this.#toTell.add(watcher);
  }

  #tellNoted(): void {
    const watchers = [...this.#toTell];
    this.#toTell.clear();
    for (const watcher of watchers) watcher.tell();
  }
}

// Tokens know ids as texts.
function isSame(who: Watcher['who'], by: InvalidationSource['by']): boolean {
  return who === by || (isSomebody(who) && isSomebody(by) && String(who) === String(by));
}

function isSomebody(who: Watcher['who']): boolean {
  return who !== null && who !== undefined;
}

function topicOf(context: string): string {
  return `live ${context}`;
}

function byContext(targets: readonly Target[]): ReadonlyMap<string, readonly Target[]> {
  const groups = new Map<string, Target[]>();
  for (const target of targets) {
    const { context } = readTarget(target);
    const group = groups.get(context);
    if (group === undefined) groups.set(context, [target]);
    else group.push(target);
  }
  return groups;
}
