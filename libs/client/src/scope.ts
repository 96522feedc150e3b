import type { Params } from '@mizan/protocol';
import type { LooseParams } from './refs.js';

/** The name under which a context with these params is known: `7` and `'7'` are one, a param left out is none. */
export function contextKey(name: string, params: LooseParams): string {
  const given = Object.keys(params)
    .filter((param) => params[param] !== undefined)
    .toSorted();
  return JSON.stringify([
    name,
    given.map((param) => [param, params[param] === null ? null : String(params[param])]),
  ]);
}

/** Whether something said about `scope` holds for these params: a param that either side leaves out matches all (PROTOCOL 5). */
export function matchesScope(params: LooseParams, scope: Params = {}): boolean {
  return Object.entries(scope).every(
    ([name, value]) =>
      !Object.hasOwn(params, name) || params[name] === undefined || String(params[name]) === String(value),
  );
}
