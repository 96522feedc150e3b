import type { MultipartArgs, MultipartValue } from '../uploads/index.js';
import { maxDepth } from './place.js';

/** What came under a name, and under the names that go on from it with a dot. */
export interface NamedPart {
  /** In the order in which they came; none where only names that go on were sent. */
  values: readonly MultipartValue[];
  readonly parts: Map<string, NamedPart>;
}

/**
 * The names of a multipart body as the paths that they are: `lines.0.photo` is in `0`, which is in `lines`. In maps, so
 * that no name means anything but itself. What is deeper than any input is left out.
 */
export function readNames(args: MultipartArgs): NamedPart {
  const root = newPart();
  for (const [name, value] of Object.entries(args)) {
    const path = name.split('.', maxDepth + 2);
    if (path.length > maxDepth + 1) continue;
    let part = root;
    for (const key of path) part = enter(part, key);
    part.values = [...part.values, ...valuesOf(value)];
  }
  return root;
}

function newPart(): NamedPart {
  return { values: [], parts: new Map() };
}

function enter({ parts }: NamedPart, key: string): NamedPart {
  const known = parts.get(key) ?? newPart();
  parts.set(key, known);
  return known;
}

/** One value, or the several of a name that came more than once. */
function valuesOf(value: MultipartArgs[string]): readonly MultipartValue[] {
  return isValues(value) ? value : [value];
}

function isValues(value: MultipartArgs[string]): value is readonly MultipartValue[] {
  return Array.isArray(value);
}
