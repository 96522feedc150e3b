import { identityField } from './identity.js';
import { isRecord } from './record.js';

/**
 * The value of `next`, built from the parts of `previous` that are equal, so that what did not change keeps its
 * identity. Elements of lists are found again by their identity, so that a new first row leaves the others as they are.
 */
export function shareStructure(previous: unknown, next: unknown): unknown {
  if (Array.isArray(previous) && Array.isArray(next)) return shareList(previous, next);
  if (!isRecord(previous) || !isRecord(next)) return next;
  const names = Object.keys(next);
  const shared = names.map((name) => [name, shareStructure(previous[name], next[name])] as const);
  const same =
    names.length === Object.keys(previous).length &&
    shared.every(([name, value]) => Object.hasOwn(previous, name) && previous[name] === value);
  return same ? previous : Object.fromEntries(shared);
}

function shareList(previous: readonly unknown[], next: readonly unknown[]): readonly unknown[] {
  const known = new Map(previous.map((element, index) => [elementKey(element, index), element]));
  const shared = next.map((element, index) => shareStructure(known.get(elementKey(element, index)), element));
  const same =
    shared.length === previous.length && shared.every((element, index) => element === previous[index]);
  return same ? previous : shared;
}

function elementKey(element: unknown, index: number): unknown {
  const field = identityField(element);
  return field !== undefined && isRecord(element) ? String(element[field]) : index;
}
