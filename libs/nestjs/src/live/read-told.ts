import type { Params, Target } from '@mizan/protocol';
import { isRecord } from '../input/is-record.js';
import type { InvalidationSource } from '../invalidation/invalidations.js';
import { readChange } from '../invalidation/read-change.js';

/** What became stale in another process. */
export interface Told extends InvalidationSource {
  readonly targets: readonly Target[];
}

export function writeTold({ targets, change, by }: Told): string {
  return JSON.stringify({ targets, change, by });
}

/** Undefined for a text that is none: another version of the app may speak otherwise. */
export function readTold(text: string): Told | undefined {
  const told: unknown = JSON.parse(text);
  if (!isRecord(told) || !Array.isArray(told['targets'])) return undefined;
  const targets: readonly unknown[] = told['targets'];
  return targets.every(isTarget) ? { targets, ...readMaker(told) } : undefined;
}

function readMaker({ change, by }: Readonly<Record<string, unknown>>): InvalidationSource {
  const isKnown = by === null || typeof by === 'string' || typeof by === 'number';
  return isKnown ? { change: readChange(change), by } : {};
}

function isTarget(value: unknown): value is Target {
  if (typeof value === 'string') return true;
  if (!isRecord(value) || typeof value['context'] !== 'string') return false;
  const { params } = value;
  return params === undefined || (isRecord(params) && isParams(params));
}

function isParams(params: Readonly<Record<string, unknown>>): params is Params {
  return Object.values(params).every(
    (value) => value === null || ['string', 'number', 'boolean'].includes(typeof value),
  );
}
