import type { BundleOutcome } from '../dispatch/outcome.js';
import type { CacheSettings } from './cache-options.js';
import type { CacheableRead } from './cacheable-read.js';
import type { Caller, Callers } from './callers.js';
import { enter } from './entrance.js';
import { type Flight, Flights } from './flights.js';
import type { CachePlan } from './plan-contexts.js';
import { look, type Question, Questions } from './question.js';
import type { GuardedStore, StoreTurn } from './store/index.js';

type Success = Extract<BundleOutcome, { kind: 'success' }>;

/** A question, and the turn of the request that it is asked in. */
interface Asked {
  readonly question: Question;
  readonly turn: StoreTurn;
  /** That the answer has, as far as they are known. */
  readonly versions?: readonly string[];
}

interface Look extends Asked {
  readonly versions: readonly string[];
}

const nobodyKnows = () => Promise.resolve(false);

/**
 * Answers reads from the store, and stores what it had to compute. Why nothing stale and nothing of somebody else can
 * come out of it stands in docs/decisions.md.
 */
export class BundleCache {
  readonly #questions: Questions;
  readonly #flights = new Flights();
  readonly #maxEntryBytes: number;
  #hits = 0;
  #misses = 0;
  #shared = 0;

  constructor(
    private readonly store: GuardedStore,
    private readonly callers: Callers,
    { secret, maxEntryBytes }: Pick<CacheSettings, 'secret' | 'maxEntryBytes'>,
  ) {
    this.#questions = new Questions(secret);
    this.#maxEntryBytes = maxEntryBytes;
  }

  get counts() {
    return { hits: this.#hits, misses: this.#misses, shared: this.#shared };
  }

  /** A read whose callers are authorized: from the store, from who computes it just now, or by itself. */
  async read(plan: CachePlan, read: CacheableRead): Promise<BundleOutcome> {
    const asking = this.#ask(plan, read);
    const question = asking instanceof Promise ? await asking : asking;
    if (question === undefined) return this.#compute(read);
    // One for all that this request waits for.
    const turn = this.store.begin();
    const finding = await look(question, turn);
    switch (finding.kind) {
      case 'hit':
        this.#hits += 1;
        return this.#found({ question, turn, versions: finding.versions }, finding.text);
      case 'missing':
        return this.#fill({ question, turn, versions: finding.versions }, read);
      case 'unsure':
        return this.#compute(read);
    }
  }

  /** Undefined when what is read may not be kept. */
  #ask(plan: CachePlan, read: CacheableRead): Question | undefined | Promise<Question | undefined> {
    const params = read.peekParams();
    if (params === undefined) return undefined;
    const caller = this.callers.find(plan.isPublic, read);
    const make = (found: Caller | undefined) => found && this.#questions.make(plan, params, found);
    return caller instanceof Promise ? caller.then(make) : make(caller);
  }

  async #compute(read: CacheableRead): Promise<BundleOutcome> {
    this.#misses += 1;
    const outcome = await read.run();
    return outcome.kind === 'success' ? { ...outcome, cache: 'MISS', isCurrent: nobodyKnows } : outcome;
  }

  /** Only who missed the same entry at the same versions shares: what is computed is then as new for all of them. */
  async #fill(miss: Look, read: CacheableRead): Promise<BundleOutcome> {
    const { question, versions } = miss;
    const flightKey = `${question.key} ${versions.join(' ')}`;
    const joined = this.#flights.join(flightKey, question.params);
    if (joined !== undefined) {
      const text = await joined;
      // A failure is nobody else's: each has its own filters to show it to.
      return text === undefined ? this.#compute(read) : this.#share(miss, text);
    }
    const flight = this.#flights.start(flightKey, question.params);
    try {
      return await this.#lead(miss, read, flight);
    } catch (error) {
      flight.end();
      throw error;
    }
  }

  async #lead(
    { question, versions, turn }: Look,
    read: CacheableRead,
    flight: Flight,
  ): Promise<BundleOutcome> {
    const entrance = this.store.isShared
      ? await enter(question, versions, this.store, turn)
      : ({ kind: 'compute', versions, leave: () => undefined } as const);
    if (entrance.kind === 'found') {
      flight.land(entrance.text);
      flight.end();
      return this.#share({ question, turn }, entrance.text);
    }
    const outcome = await this.#compute(read);
    if (entrance.kind === 'compute' && isKeepable(outcome) && (await this.#isStill(question, read))) {
      flight.land(outcome.bundle);
      const kept = this.#keep(question, entrance.versions, outcome.bundle);
      // Nobody waits for a network; in memory it is done at once, and the next read finds it.
      if (!this.store.isShared) await kept;
      void kept.finally(() => {
        flight.end();
        entrance.leave();
      });
      return { ...outcome, isCurrent: this.#watch({ question, turn, versions: entrance.versions }) };
    }
    flight.end();
    if (entrance.kind === 'compute') entrance.leave();
    return outcome;
  }

  #share(asked: Asked, bundle: string): BundleOutcome {
    this.#shared += 1;
    return this.#found(asked, bundle);
  }

  #found(asked: Asked, bundle: string): BundleOutcome {
    const { params } = asked.question;
    return { kind: 'success', bundle, params, cache: 'HIT', isCurrent: this.#watch(asked) };
  }

  #watch({ question, turn, versions }: Asked): () => Promise<boolean> {
    if (versions === undefined) return nobodyKnows;
    return async () => {
      if (!turn.hasTime) return false;
      const now = await turn.readVersions(question.scopes);
      return versions.every((version, index) => now[index] === version);
    };
  }

  /** Whether caller and `vary` are as they were: an interceptor may have signed somebody in, or set a locale. */
  async #isStill({ plan, key }: Question, read: CacheableRead): Promise<boolean> {
    return (await this.#ask(plan, read))?.key === key;
  }

  async #keep(
    { key, params, shape, plan }: Question,
    versions: readonly string[],
    text: string,
  ): Promise<void> {
    if (Buffer.byteLength(text) > this.#maxEntryBytes) return;
    await this.store.begin().set(key, { params, shape, versions, text }, plan.ttlMs);
  }
}

function isKeepable(outcome: BundleOutcome): outcome is Success {
  return outcome.kind === 'success' && outcome.isAltered !== true;
}
