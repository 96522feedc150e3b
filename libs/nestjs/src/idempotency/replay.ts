import type { Target } from '@mizan/protocol';
import type { CallOutcome } from '../dispatch/outcome.js';
import { Conflict } from '../errors/index.js';
import type { KeptAnswer } from './answer-store.js';

/**
 * The answer of the first call, said again. What it merged is fetched instead: somebody may have changed it since, and
 * an old value would stand in the place of the new one.
 *
 * @throws Conflict when it was too long to be kept
 */
export function replay({ result, invalidate, merge }: KeptAnswer): CallOutcome {
  if (result === undefined) throw new Conflict('This call was made; its answer is too long to be said again');
  const fetched = merge.map(({ context, params }): Target =>
    params === undefined ? context : { context, params },
  );
  const distinct = new Map([...invalidate, ...fetched].map((target) => [JSON.stringify(target), target]));
  return { kind: 'success', result, invalidate: [...distinct.values()], merge: [], isReplayed: true };
}
