import { createMutation, type FunctionRef, type Mutation, type MutationState } from '@mizan/client';
import { useMemo, useSyncExternalStore } from 'react';
import { useMizan } from './mizan-context.js';

/** What a function's hook gives. `mutate` and `reset` stay the same. */
export type FunctionResult<Input, Output> = MutationState & Pick<Mutation<Input, Output>, 'mutate' | 'reset'>;

/** Makes the hook of a function: `{ mutate, isPending, error, reset }`, its own for each component that uses it. */
export function createFunctionHook<Input, Output>(
  ref: FunctionRef<Input, Output>,
): () => FunctionResult<Input, Output> {
  return function useFunction() {
    const mizan = useMizan();
    const { subscribe, getState, mutate, reset } = useMemo(() => createMutation(mizan, ref), [mizan]);
    return { ...useSyncExternalStore(subscribe, getState, getState), mutate, reset };
  };
}
