import {
  type ContextScopes,
  type Graph,
  mergeScopes,
  type SentArguments,
  type Target,
  targetScopes,
  targetsOf,
} from '@mizan/protocol';
import { readTarget } from '../invalidation/read-target.js';
import { Change } from './change.js';
import { type ParamsAsRead, paramsAsRead } from './params-as-read.js';
import type { GuardedStore } from './store/index.js';

/** How the run of a mutation ended. */
export interface RunEnd {
  readonly isSuccess: boolean;
  /** What the method got; undefined when its input was refused, or never read. */
  readonly sent: SentArguments | undefined;
  /** The method, when what is around it did not wait for it, or may not be done though it is. */
  readonly pending: Promise<unknown> | undefined;
}

/** A mutation that runs. */
export interface OpenChange {
  /** Before the method runs, when it gets something else than was sent: with what it gets as it was sent. */
  widen(sent: SentArguments): Promise<void>;
  end(end: RunEnd): Promise<void>;
}

type ScopesOf = (sent: SentArguments) => readonly string[];

const nothing: SentArguments = {};
const noScopes: ScopesOf = () => [];

/** Tells the store which scopes mutations change. */
export class Changes {
  readonly #mutations = new Map<string, ScopesOf>();
  #contexts: ReadonlyMap<string, ContextScopes> = new Map();
  #paramsAsRead: ReadonlyMap<string, ParamsAsRead> = new Map();

  constructor(private readonly store: GuardedStore) {}

  prepare(graph: Graph, contexts: ReadonlyMap<string, ContextScopes>): void {
    this.#contexts = contexts;
    this.#paramsAsRead = new Map([...contexts.keys()].map((name) => [name, paramsAsRead(graph, name)]));
    for (const { name } of graph.functions) {
      // Merges count by what they could change: whether a result has a place is known when it is too late.
      const scopes = [...targetScopes(graph, name), ...mergeScopes(graph, name)];
      if (scopes.length > 0) this.#mutations.set(name, (sent) => this.#scopesOf(targetsOf(scopes, sent)));
    }
  }

  /**
   * Before a mutation runs.
   *
   * @param sent what its input seems to be; undefined when it is refused as far as can be seen. Nothing is marked
   * then, or whoever may call could empty a context with inputs that are wrong
   */
  async begin(mutation: string, sent: SentArguments | undefined): Promise<OpenChange> {
    const scopesOf = this.#mutations.get(mutation) ?? noScopes;
    const change = new Change(this.store, sent === undefined ? [] : scopesOf(sent));
    await change.begin();
    return {
      widen: (got) => change.widen(scopesOf(got)),
      end: async ({ isSuccess, sent: got = isSuccess ? nothing : undefined, pending }) => {
        const scopes = got === undefined ? [] : scopesOf(got);
        await (pending === undefined ? change.end(scopes) : change.abandon(pending, scopes));
      },
    };
  }

  /** What changed elsewhere, and before now. */
  renew(targets: readonly Target[]): Promise<void> {
    return this.store.begin().renew(this.#scopesOf(targets));
  }

  #scopesOf(targets: readonly Target[]): readonly string[] {
    const scopes = targets.flatMap((target) => {
      const { context, params } = readTarget(target);
      const asRead = params && this.#paramsAsRead.get(context)?.(params);
      return this.#contexts.get(context)?.ofTarget(asRead) ?? [];
    });
    return [...new Set(scopes)];
  }
}
