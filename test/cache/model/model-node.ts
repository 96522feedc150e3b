import { compileScopes, type ContextScopes } from '@mizan/protocol';

import { BundleCache } from '../../../libs/nestjs/src/cache/bundle-cache.js';
import { Callers } from '../../../libs/nestjs/src/cache/callers.js';
import { Changes } from '../../../libs/nestjs/src/cache/changes.js';
import type { CachePlan } from '../../../libs/nestjs/src/cache/plan-contexts.js';
import { type CacheStore, GuardedStore } from '../../../libs/nestjs/src/cache/store/index.js';
import { IdentityResolver } from '../../../libs/nestjs/src/identity/index.js';
import { type DeskData, deskGraph, type Mutation, type Question } from './desk-data.js';
import type { Life, Schedule } from './schedule.js';

export const deskScopes: ReadonlyMap<string, ContextScopes> = compileScopes(deskGraph);

/** Often, so that a store comes back many times in a run. */
const probeEveryMs = 50;

export interface NodeParts {
  readonly data: DeskData;
  readonly schedule: Schedule;
  readonly life: Life;
  readonly store: CacheStore;
  readonly budgetMs: number;
  /** The one thing that a mutant changes beside the store. */
  readonly isEverythingPublic: boolean;
}

export interface Answer {
  readonly text: string;
  readonly isHit: boolean;
  /** Asks whether it is still right. */
  readonly isCurrent: () => Promise<boolean>;
}

/** A process with the real algorithm of the cache, over a store that is stepped. */
export class ModelNode {
  readonly life: Life;
  readonly #parts: NodeParts;
  readonly #bundles: BundleCache;
  readonly #changes: Changes;

  constructor(parts: NodeParts) {
    this.life = parts.life;
    this.#parts = parts;
    const store = new GuardedStore(parts.store, { budgetMs: parts.budgetMs, probeEveryMs });
    const callers = new Callers(new IdentityResolver(), undefined);
    this.#bundles = new BundleCache(store, callers, { secret: 's'.repeat(32), maxEntryBytes: 1_000_000 });
    this.#changes = new Changes(store);
    this.#changes.prepare(deskGraph, deskScopes);
  }

  async read(question: Question): Promise<Answer> {
    const { data, schedule, life } = this.#parts;
    const { params, person } = question;
    const outcome = await this.#bundles.read(this.#planOf(question), {
      request: {},
      authorized: [person && { ...person, isSuperuser: false, permissions: [] }],
      peekParams: () => params,
      run: async () => {
        await schedule.turn(life);
        const bundle = data.bundleAt(data.moment, question);
        await schedule.turn(life);
        return { kind: 'success', bundle, params };
      },
    });
    if (outcome.kind !== 'success') throw new Error(`the read ended with ${outcome.kind}`);
    const { bundle: text, cache, isCurrent = async () => false } = outcome;
    return { text, isHit: cache === 'HIT', isCurrent };
  }

  /** @param isSuccess a mutation that fails changes nothing */
  async mutate({ name, sent, cells }: Mutation, isSuccess: boolean): Promise<void> {
    const { data, schedule, life } = this.#parts;
    const change = await this.#changes.begin(name, sent);
    await schedule.work(life);
    if (isSuccess) data.commit(cells);
    await schedule.work(life);
    await change.end({ isSuccess, sent, pending: undefined });
  }

  #planOf({ context, person }: Question): CachePlan {
    const scopes = deskScopes.get(context);
    if (scopes === undefined) throw new Error(`the desk has no context ${context}`);
    const isPublic = person === null || this.#parts.isEverythingPublic;
    return { context, shape: context, rev: 0, ttlMs: 600_000, isPublic, scopes };
  }
}
