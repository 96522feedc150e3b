import type { ContextScopes, Params } from '@mizan/protocol';
import type { ParamsAsRead } from '../cache/params-as-read.js';
import { shorten } from '../cache/store/shorten.js';
import type { Watch } from './watch.js';

/** Where an entry stands that is known by no params. No scope is an empty text. */
const anywhere = '';

interface Place {
  readonly params: Params | undefined;
  readonly scopes: readonly string[];
}

/** The watched entries of one context, by scope, so that a target finds its own without a look at all others. */
export class ContextWatches {
  readonly #places = new Map<Watch, Place>();
  readonly #byScope = new Map<string, Set<Watch>>();

  constructor(
    private readonly scopes: ContextScopes,
    private readonly asRead: ParamsAsRead,
  ) {}

  /** Puts an entry where it belongs, wherever it was. @param params converted; undefined for what any target matches */
  place(watch: Watch, params: Params | undefined): void {
    this.remove(watch);
    const scopes = params === undefined ? [anywhere] : this.scopes.ofBundle(params).map(shorten);
    this.#places.set(watch, { params, scopes });
    for (const scope of scopes) {
      const there = this.#byScope.get(scope);
      if (there === undefined) this.#byScope.set(scope, new Set([watch]));
      else there.add(watch);
    }
  }

  remove(watch: Watch): void {
    for (const scope of this.#places.get(watch)?.scopes ?? []) {
      const there = this.#byScope.get(scope);
      there?.delete(watch);
      if (there?.size === 0) this.#byScope.delete(scope);
    }
    this.#places.delete(watch);
  }

  /** All that a target may match: what has a scope in common with it. @param params the target's */
  candidates(params?: Params): ReadonlySet<Watch> {
    const scopes = this.scopes.ofTarget(params && this.asRead(params)).map(shorten);
    return new Set([anywhere, ...scopes].flatMap((scope) => [...(this.#byScope.get(scope) ?? [])]));
  }

  /** What a target matches, and nothing else: scopes may reach further than it does. */
  matches(params?: Params): readonly Watch[] {
    const target = params && this.asRead(params);
    return [...this.candidates(params)].filter((watch) => isMatch(this.#places.get(watch)?.params, target));
  }
}

/** As clients match (PROTOCOL 5): values compare as texts, and a param that either side leaves out matches all. */
function isMatch(params: Params | undefined, target: Params = {}): boolean {
  if (params === undefined) return true;
  return Object.entries(target).every(
    ([name, value]) =>
      !Object.hasOwn(params, name) || params[name] === undefined || String(params[name]) === String(value),
  );
}
