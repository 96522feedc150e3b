import { inspect } from 'node:util';
import { type BootProblem, findShortSecret, MizanBootError } from '../errors/index.js';
import type { MizanIdentity } from '../identity/index.js';
import type { CacheStore } from './store/cache-store.js';

/**
 * What changes the answers to a request beside the params and the identity: a tenant, a locale. `Request` is that of
 * the adapter. One that throws, or gives anything but texts, leaves the read uncached.
 */
export type Vary<Request = unknown> = (
  request: Request,
  identity: MizanIdentity | null,
) => string | readonly string[] | Promise<string | readonly string[]>;

/** Option `cache` of MizanModule. Without it nothing is cached, and nothing costs anything. */
export interface CacheOptions<Request = unknown> {
  /**
   * Makes the keys of entries, at least 32 bytes, so that who sees a key learns nothing from it. All processes on one
   * store need the same; another one empties the cache.
   */
  readonly secret: string;
  /**
   * Where bundles and versions are kept: `memoryStore()` for one process, `redisStore()` for several.
   * @default memoryStore() with `maxEntries`
   */
  readonly store?: CacheStore;
  /**
   * How long a bundle is kept whose functions do not say it, in whole seconds. Mutations do not wait for it; it bounds
   * how long a change is missed that nobody tells of. A minute takes nearly all load off and is soon over.
   * @default 60
   */
  readonly ttl?: number;
  /**
   * How many bundles the memory holds; then the one that was not read for longest goes. With a `store`, say it there.
   * @default 10_000
   */
  readonly maxEntries?: number;
  /**
   * A bundle with a longer JSON text, in bytes, is served but not kept.
   * @default 1_048_576 (1 MiB)
   */
  readonly maxEntryBytes?: number;
  /**
   * How long a read waits for the store, all its operations together, in milliseconds; then it goes on without. A
   * mutation waits so long before it runs, and once more after.
   * @default 50
   */
  readonly budgetMs?: number;
  /**
   * What else tells the answers of two requests apart.
   * @default nothing
   */
  readonly vary?: Vary<Request>;
}

/** The options with what was left out. */
export interface CacheSettings {
  readonly secret: string;
  readonly store: CacheStore | undefined;
  readonly ttl: number;
  readonly maxEntries: number | undefined;
  readonly maxEntryBytes: number;
  readonly budgetMs: number;
  readonly vary: Vary | undefined;
}

const unset = 'it is undefined (is the environment variable set?)';

// A record, so that the compiler misses one that is added.
const known: Readonly<Record<keyof CacheOptions, true>> = {
  secret: true,
  store: true,
  ttl: true,
  maxEntries: true,
  maxEntryBytes: true,
  budgetMs: true,
  vary: true,
};

/** @throws MizanBootError with everything that is wrong */
export function readCacheSettings(options: CacheOptions): CacheSettings {
  const problems = isOptions(options) ? findCacheProblems(options) : [noOptions(options)];
  if (problems.length > 0) throw new MizanBootError(problems);
  const { secret, store, ttl = 60, maxEntries, maxEntryBytes = 1_048_576, budgetMs = 50, vary } = options;
  return { secret, store, ttl, maxEntries, maxEntryBytes, budgetMs, vary };
}

// Unchecked: not everybody compiles with types.
function isOptions(options: unknown): boolean {
  return typeof options === 'object' && options !== null && !Array.isArray(options);
}

function noOptions(options: unknown): BootProblem {
  // A text, or one in a list, may be the secret.
  const isTold = typeof options !== 'string' && !Array.isArray(options);
  const problem = isTold ? `it is ${inspect(options)}` : 'it is no object';
  return { where: 'cache', problem, fix: 'Give an object, as { secret }, or leave it out.' };
}

function findCacheProblems(options: CacheOptions): readonly BootProblem[] {
  const problems = Object.keys(options)
    .filter((name) => !Object.hasOwn(known, name))
    .map((name) => wrong(name, 'there is no such option', 'Leave it out, or correct its name.'));
  problems.push(...findSecretProblems(options.secret), ...findStoreProblems(options));
  for (const name of ['ttl', 'maxEntries', 'maxEntryBytes', 'budgetMs'] as const) {
    const value: unknown = options[name];
    if (value === undefined || (Number.isSafeInteger(value) && Number(value) > 0)) continue;
    const unit = name === 'ttl' ? 'whole seconds, at least 1' : 'a whole number, at least 1';
    problems.push(wrong(name, `it is ${inspect(value)}`, `Give ${unit}.`));
  }
  if (options.vary !== undefined && typeof options.vary !== 'function') {
    problems.push(wrong('vary', 'it is no function', 'Give (request, identity) => text or texts.'));
  }
  return problems;
}

function findSecretProblems(secret: unknown): readonly BootProblem[] {
  if (typeof secret !== 'string') {
    const problem = secret === undefined ? unset : 'it is no text';
    return [wrong('secret', problem, 'Give at least 32 bytes, made at random.')];
  }
  const short = findShortSecret(Buffer.byteLength(secret));
  return short === undefined ? [] : [wrong('secret', short.problem, short.fix)];
}

function findStoreProblems({ store, maxEntries }: CacheOptions): readonly BootProblem[] {
  if (store === undefined) return [];
  if (!isStore(store)) {
    return [
      wrong('store', 'it is no store', 'Give memoryStore(…), or redisStore(…) of @mizan/nestjs/redis.'),
    ];
  }
  const problems = store.problems ?? [];
  if (maxEntries === undefined) return problems;
  return [
    ...problems,
    wrong('maxEntries', 'it stands beside a store, which has bounds of its own', 'Say it to the store.'),
  ];
}

function isStore(store: unknown): boolean {
  if (typeof store !== 'object' || store === null) return false;
  return ['scopes', 'entries', 'isShared', 'close'].every((member) => member in store);
}

function wrong(option: string, problem: string, fix: string): BootProblem {
  return { where: `cache.${option}`, problem, fix };
}
