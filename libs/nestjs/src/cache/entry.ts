import type { Params } from '@mizan/protocol';

/** A stored bundle. */
export interface Entry {
  /** Typed, since keys hold texts: 5 is not "5". */
  readonly params: Params;
  /** Of the context, since another version of the app may have other bundles under the same key. */
  readonly shape: string;
  /** Of all scopes that the bundle depends on, as they were before it was computed. */
  readonly versions: readonly string[];
  /** The bundle as JSON text. */
  readonly text: string;
}

/** The text of what a store gave back, if it is the answer for these params and nothing has changed since. */
export function readEntry(
  stored: unknown,
  { params, shape }: Pick<Entry, 'params' | 'shape'>,
  versions: readonly string[],
): string | undefined {
  if (typeof stored !== 'object' || stored === null) return undefined;
  // From outside, where anything may be; each member is looked at before it is used.
  const entry = stored as { readonly [Key in keyof Entry]?: unknown };
  if (entry.shape !== shape) return undefined;
  if (!isSameList(entry.versions, versions) || !isSameParams(entry.params, params)) return undefined;
  return typeof entry.text === 'string' ? entry.text : undefined;
}

function isSameList(stored: unknown, versions: readonly string[]): boolean {
  if (!Array.isArray(stored) || stored.length !== versions.length) return false;
  return versions.every((version, index) => stored[index] === version);
}

export function isSameParams(stored: unknown, params: Params): boolean {
  if (typeof stored !== 'object' || stored === null) return false;
  const names = Object.keys(params);
  if (Object.keys(stored).length !== names.length) return false;
  return names.every(
    (name) => Object.hasOwn(stored, name) && Object.is(Reflect.get(stored, name), params[name]),
  );
}
