import type { MergePlace, Target } from '@mizan/protocol';
import type { Changes } from '../cache/index.js';
import type { Answer, Invocation } from './invocation.js';
import type { CallOutcome } from './outcome.js';

/** Runs a function whose caller is authorized. A failure of it is an outcome. */
export async function runCall(invocation: Invocation): Promise<CallOutcome> {
  try {
    const answer = await invocation.run();
    const { text, sent, value } = answer;
    const { fn, call } = invocation;
    if (call.isRefused) return { kind: 'success', result: text, invalidate: [], merge: [], isRefused: true };
    const { merge, refetch } = findMerges(invocation, answer);
    const merged = merge.length > 0 && fn.writeMerged && { merged: fn.writeMerged(value) };
    return { kind: 'success', result: text, invalidate: [...fn.targets(sent), ...refetch], merge, ...merged };
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
  call.onAltered = (sent) => change.widen(sent);
  let isSuccess = false;
  try {
    const outcome = await runCall(invocation);
    isSuccess = outcome.kind === 'success' && !call.isRefused;
    return outcome;
  } finally {
    const { unfinished } = call;
    // Of a method that still runs, the input may not be there.
    const sent = unfinished === undefined ? await call.sentArguments() : peeked;
    const pending = unfinished ?? (call.mayCommitLater ? Promise.resolve() : undefined);
    await change.end({ isSuccess, sent, pending });
  }
}

/**
 * Where the result goes, and what is to be fetched instead: a place that an argument names otherwise than the method got
 * it is not the one that has changed, and without the argument the result would go into every place.
 */
function findMerges(
  { fn, call }: Invocation,
  { value, sent }: Answer,
): { readonly merge: readonly MergePlace[]; readonly refetch: readonly Target[] } {
  const merge = fn.mergePlaces(value, sent);
  if (!call.isAltered) return { merge, refetch: [] };
  const named = fn
    .mergePlaces(value, call.allSent ?? sent)
    .map(({ params = {} }) => Object.keys(params).length);
  const isKept = ({ params = {} }: MergePlace, index: number) => Object.keys(params).length === named[index];
  const lost = merge.filter((place, index) => !isKept(place, index));
  return { merge: merge.filter(isKept), refetch: lost.map(toTarget) };
}

function toTarget({ context, params }: MergePlace): Target {
  return params === undefined ? context : { context, params };
}

/** All that a call made stale, where what it merges counts as well. */
export function staleTargets(outcome: Extract<CallOutcome, { kind: 'success' }>): readonly Target[] {
  return [...outcome.invalidate, ...outcome.merge.map(toTarget)];
}
