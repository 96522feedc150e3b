import { useCallback, useEffect, useRef } from 'react';
import type { ShownStore } from './skipped-store.js';

/** How to subscribe to a channel, so that `onMessage`, as last rendered, is called with each message too. */
export function useMessages<S>(
  { getState, subscribe }: Pick<ShownStore<never, S>, 'getState' | 'subscribe'>,
  onMessage: ((message: S) => void) | undefined,
): ShownStore<never, S>['subscribe'] {
  const latest = useRef(onMessage);
  useEffect(() => {
    latest.current = onMessage;
  });
  return useCallback(
    (listener) => {
      let seen = getState().last;
      return subscribe(() => {
        const { last } = getState();
        // Later, so that one that throws keeps the message from nobody else.
        if (last !== undefined && last !== seen) queueMicrotask(() => latest.current?.(last));
        seen = last;
        listener();
      });
    },
    [getState, subscribe],
  );
}
