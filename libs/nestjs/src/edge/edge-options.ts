import { inspect } from 'node:util';
import type { Target } from '@mizan/protocol';
import type { CanActivate, NestInterceptor, Type } from '@nestjs/common';
import type { CacheOptions } from '../cache/index.js';
import { type BootProblem, MizanBootError } from '../errors/index.js';

/** Headers by name, as they are sent. */
export type EdgeHeaders = Readonly<Record<string, string>>;

/**
 * Option `edge` of MizanModule: what caches between the app and its callers are told (PROTOCOL 13). Only bundles of
 * public contexts may be stored there: every function of the context says `cache: { scope: 'public' }`, has no auth rule,
 * no guard before it and no interceptor around it. Everything else stays `no-store`.
 */
export interface EdgeOptions {
  /**
   * `Cache-Groups` on reads and `Cache-Group-Invalidation` on mutations (RFC 9875): for caches that mutations go through.
   * @default false
   */
  readonly cacheGroups?: boolean;
  /**
   * `Surrogate-Key` on reads, with the same names, separated by spaces; `onInvalidate` is given the keys to purge.
   * @default false
   */
  readonly surrogateKeys?: boolean;
  /**
   * How long an edge may keep a bundle whose functions do not say it, in whole seconds. It also bounds how long a bundle
   * is served that was on its way while a mutation purged.
   * @default 60
   */
  readonly ttl?: number;
  /**
   * Request headers that public bundles depend on, as `Accept-Language`: they are sent as `Vary`. Has to be said, be it
   * as an empty list, beside the option `cache.vary`.
   * @default none
   */
  readonly vary?: readonly string[];
  /**
   * Guards that keep nobody from a public bundle, such as a throttle: an edge answers without asking them. With any other
   * guard before it, a bundle is not stored.
   * @default none
   */
  readonly openGuards?: readonly Type<CanActivate>[];
  /**
   * Interceptors whose answers depend on nothing of the request but the params and the headers in `vary`, such as a logger
   * or a serializer: an edge answers without them. With any other interceptor around it, a bundle is not stored.
   * @default none
   */
  readonly openInterceptors?: readonly Type<NestInterceptor>[];
  /**
   * Is told of everything that became stale, whoever made it so, to purge an edge by its API. The headers are what a
   * mutation's answer would say: `X-Mizan-Invalidate`, and by the options above `Cache-Group-Invalidation` and
   * `Surrogate-Key`. A mutation's answer waits for the promise, at most 2 seconds; an error is logged, once for each kind, and changes nothing.
   * @default none
   */
  readonly onInvalidate?: OnInvalidate;
}

export type OnInvalidate = (targets: readonly Target[], headers: EdgeHeaders) => void | Promise<void>;

/** The options with what was left out. */
export type EdgeSettings = Required<Omit<EdgeOptions, 'onInvalidate'>> & {
  readonly onInvalidate: OnInvalidate | undefined;
};

export function readEdgeSettings(options: EdgeOptions): EdgeSettings {
  const { cacheGroups = false, surrogateKeys = false, ttl = 60, vary = [] } = options;
  const { openGuards = [], openInterceptors = [], onInvalidate } = options;
  return { cacheGroups, surrogateKeys, ttl, vary, openGuards, openInterceptors, onInvalidate };
}

/**
 * The option, if it makes sense.
 *
 * @param cache the option `cache`, whose `vary` an edge cannot ask
 * @throws MizanBootError with everything that is wrong with it
 */
export function checkEdgeOptions(
  edge: EdgeOptions | undefined,
  cache: Pick<CacheOptions, 'vary'> | undefined,
): EdgeOptions | undefined {
  const problems = edge === undefined ? [] : findEdgeProblems(edge, cache?.vary !== undefined);
  if (problems.length > 0) throw new MizanBootError(problems);
  return edge;
}

// A record, so that the compiler misses one that is added.
const known: Readonly<Record<keyof EdgeOptions, true>> = {
  cacheGroups: true,
  surrogateKeys: true,
  ttl: true,
  vary: true,
  openGuards: true,
  openInterceptors: true,
  onInvalidate: true,
};

/** Headers that say who asks: what depends on them is not public. */
const identifying = new Set(['cookie', 'authorization', 'x-mizan-token']);

/**
 * What is wrong with the option `edge`.
 *
 * @param variesInCache whether the option `cache.vary` is there
 */
function findEdgeProblems(options: unknown, variesInCache: boolean): readonly BootProblem[] {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    return [
      {
        where: 'edge',
        problem: `it is ${inspect(options)}`,
        fix: 'Give an object, as { cacheGroups: true }, or leave it out.',
      },
    ];
  }
  // Unchecked: not everybody compiles with types.
  const given: Readonly<Record<string, unknown>> = { ...options };
  const unknown = Object.keys(given)
    .filter((name) => !Object.hasOwn(known, name))
    .map((name) => wrong(name, 'there is no such option', 'Leave it out, or correct its name.'));
  return [...unknown, ...findSwitchProblems(given), ...findValueProblems(given, variesInCache)];
}

function findSwitchProblems(given: Readonly<Record<string, unknown>>): readonly BootProblem[] {
  const switches = (['cacheGroups', 'surrogateKeys'] as const)
    .filter((name) => given[name] !== undefined && typeof given[name] !== 'boolean')
    .map((name) => wrong(name, `it is ${inspect(given[name])}`, 'Say true or false.'));
  const { cacheGroups, surrogateKeys, onInvalidate } = given;
  if (onInvalidate !== undefined && typeof onInvalidate !== 'function') {
    switches.push(wrong('onInvalidate', 'it is no function', 'Give (targets, headers) => …'));
  }
  if (cacheGroups || surrogateKeys || onInvalidate !== undefined) return switches;
  const nothing = { where: 'edge', problem: 'it tells nobody anything' };
  return [
    ...switches,
    { ...nothing, fix: 'Set cacheGroups, surrogateKeys or onInvalidate, or leave edge out.' },
  ];
}

function findValueProblems(
  { ttl, vary, openGuards, openInterceptors }: Readonly<Record<string, unknown>>,
  variesInCache: boolean,
): readonly BootProblem[] {
  const problems: BootProblem[] = [];
  if (ttl !== undefined && !(Number.isSafeInteger(ttl) && Number(ttl) > 0)) {
    problems.push(wrong('ttl', `it is ${inspect(ttl)}`, 'Give whole seconds, at least 1.'));
  }
  if (vary === undefined && variesInCache) {
    const problem = 'it is missing, and cache.vary says that bundles depend on more than their params';
    problems.push(wrong('vary', problem, 'Name the request headers that decide it, or give an empty list.'));
  }
  if (vary !== undefined) problems.push(...findVaryProblems(vary));
  problems.push(...findNoClasses('openGuards', openGuards, 'ThrottlerGuard'));
  problems.push(...findNoClasses('openInterceptors', openInterceptors, 'LoggingInterceptor'));
  return problems;
}

function findNoClasses(option: string, classes: unknown, example: string): readonly BootProblem[] {
  if (classes === undefined || isListOf(classes, (type) => typeof type === 'function')) return [];
  return [wrong(option, 'it is no list of classes', `Give classes, as [${example}].`)];
}

function findVaryProblems(vary: unknown): readonly BootProblem[] {
  if (!isListOf(vary, (name) => typeof name === 'string')) {
    return [wrong('vary', `it is ${inspect(vary)}`, "Give names of headers, as ['Accept-Language'].")];
  }
  return vary.map(String).flatMap((name) => {
    if (identifying.has(name.toLowerCase())) {
      const fix = "Leave it out, and say no `cache: { scope: 'public' }` of what depends on it.";
      return [wrong('vary', `${name} says who asks`, fix)];
    }
    if (/^[!#$%&'+.^`|~\w-]+$/.test(name)) return [];
    return [wrong('vary', `'${name}' is no name of a header`, "Give one, as 'Accept-Language'.")];
  });
}

function isListOf(value: unknown, isItem: (item: unknown) => boolean): value is readonly unknown[] {
  return Array.isArray(value) && value.every(isItem);
}

function wrong(option: string, problem: string, fix: string): BootProblem {
  return { where: `edge.${option}`, problem, fix };
}
