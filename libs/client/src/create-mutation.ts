import type { CallOptions, Mizan } from './create-mizan.js';
import { type MizanError, toMizanError } from './mizan-error.js';
import type { FunctionRef, InputFirst } from './refs.js';

export interface MutationState {
  /** Whether any call has not been answered yet. */
  readonly isPending: boolean;
  /** What a call failed with, until the next one starts. */
  readonly error: MizanError | undefined;
}

/** The calls that one part of a page makes of one function. */
export interface Mutation<Input, Output> {
  /** The same object until something changes. */
  readonly getState: () => MutationState;
  readonly subscribe: (listener: () => void) => () => void;
  /**
   * Calls the function. A failure is shown as `error`, and thrown to whoever awaits: an event handler may ignore the
   * promise, which is never reported as an unhandled rejection.
   *
   * @throws {MizanError}
   */
  readonly mutate: (...rest: InputFirst<Input, [options?: CallOptions]>) => Promise<Output>;
  /** Forgets the error, and the calls that are under way: their end is no longer shown. */
  readonly reset: () => void;
}

const settled: MutationState = { isPending: false, error: undefined };

export function createMutation<Input, Output>(
  mizan: Mizan,
  ref: FunctionRef<Input, Output>,
): Mutation<Input, Output> {
  const listeners = new Set<() => void>();
  let state = settled;
  let pending = new Set<object>();

  function show(error: MizanError | undefined): void {
    state = { isPending: pending.size > 0, error };
    for (const listener of listeners) listener();
  }

  async function call(...rest: InputFirst<Input, [options?: CallOptions]>): Promise<Output> {
    const calls = pending;
    const own = {};
    calls.add(own);
    show(undefined);
    let error: MizanError | undefined;
    try {
      return await mizan.call(ref, ...rest);
    } catch (thrown) {
      error = toMizanError(thrown);
      throw error;
    } finally {
      calls.delete(own);
      if (calls === pending) show(error ?? state.error);
    }
  }

  return {
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    mutate(...rest) {
      const answer = call(...rest);
      answer.catch(() => undefined);
      return answer;
    },
    reset() {
      pending = new Set();
      show(undefined);
    },
  };
}
