/** How the origin cache treats the answer of one function. */
export interface CacheRule {
  /**
   * How long the answer may be kept, in whole seconds; 0 for not at all.
   * @default the module's `cache.ttl`
   */
  readonly ttl?: number;
  /**
   * `'public'`: the answer is the same for everybody who may read it. A context is kept once for all callers, and for
   * callers without an identity, when all its functions say so.
   * @default one answer for each identity and its rights
   */
  readonly scope?: 'public';
  /**
   * `false` for a function that reads the request (`@Req()`, `@Headers()`, a parameter decorator of your own, request
   * scope), when nothing of it but the identity and `cache.vary` changes the answer. A context is not kept when one of
   * its functions reads the request without saying this.
   */
  readonly dependsOnRequest?: false;
}

/** What the option `cache` of a function may be: a rule, its seconds alone, or `false` for never. */
export type CacheOption = number | false | CacheRule;

/** The rule that an option stands for. */
export function toCacheRule(option: CacheOption | undefined): CacheRule {
  if (isRule(option)) return option;
  return option === undefined ? {} : { ttl: option === false ? 0 : option };
}

/** The rule as the protocol knows it: seconds, or `false` for never (PROTOCOL 9). */
export function declaredCache(option: CacheOption | undefined): number | false | undefined {
  return isRule(option) ? option.ttl : option;
}

// Null is refused when the app starts, which must come so far.
function isRule(option: unknown): option is CacheRule {
  return typeof option === 'object' && option !== null;
}
