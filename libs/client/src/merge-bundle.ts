import { identityField } from './identity.js';
import { isRecord } from './record.js';
import type { Bundle } from './transport.js';

/**
 * A bundle with a mutation's result in its slot (PROTOCOL 6): in place of the value, or, for an element of a list, in
 * place of the element of the same identity, else at the end. Undefined when the slot holds nothing that would tell
 * which of the two is meant.
 */
export function mergeBundle(bundle: Bundle, slot: string, value: unknown): Bundle | undefined {
  const present = Object.hasOwn(bundle, slot) ? bundle[slot] : undefined;
  if (present === undefined || present === null) return undefined;
  const merged = Array.isArray(present) && !Array.isArray(value) ? mergeElement(present, value) : value;
  return { ...bundle, [slot]: merged };
}

function mergeElement(list: readonly unknown[], element: unknown): unknown[] {
  const field = identityField(element);
  const at =
    field === undefined || !isRecord(element)
      ? -1
      : list.findIndex((other) => isRecord(other) && String(other[field]) === String(element[field]));
  return at < 0 ? [...list, element] : list.with(at, element);
}
