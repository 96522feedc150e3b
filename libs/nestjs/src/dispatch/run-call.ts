import type { Target } from '@mizan/protocol';
import type { Changes } from '../cache/index.js';
import type { Invocation } from './invocation.js';
import type { CallOutcome } from './outcome.js';

/** Runs a function whose caller is authorized. A failure of it is an outcome. */
export async function runCall(invocation: Invocation): Promise<CallOutcome> {
  try {
    const { value, text, sent } = await invocation.run();
    const { targets, mergePlaces } = invocation.fn;
    return { kind: 'success', result: text, invalidate: targets(sent), merge: mergePlaces(value, sent) };
  } catch (error) {
    return invocation.fail(error);
  }
}

/**
 * The same for one that changes what is cached: the cache knows of it before it runs, and what it did when the outcome
 * is there, whatever that is. A method that fails may have changed something.
 */
export async function runMutation(invocation: Invocation, changes: Changes): Promise<CallOutcome> {
  const { fn, call } = invocation;
  const peeked = call.peekArguments();
  const change = await changes.begin(fn.name, peeked);
  call.tracksMethod = true;
  let isSuccess = false;
  try {
    const outcome = await runCall(invocation);
    isSuccess = outcome.kind === 'success';
    return outcome;
  } finally {
    const { unfinished } = call;
    // Of a method that still runs, the input may not be there.
    const sent = unfinished === undefined ? await call.sentArguments() : peeked;
    await change.end({ isSuccess, sent, unfinished });
  }
}

/** All that a call made stale, where what it merges counts as well. */
export function staleTargets(outcome: Extract<CallOutcome, { kind: 'success' }>): readonly Target[] {
  const merged = outcome.merge.map(({ context, params }): Target =>
    params === undefined ? context : { context, params },
  );
  return [...outcome.invalidate, ...merged];
}
