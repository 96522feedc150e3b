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
      let seen = getState().messages;
      return subscribe(() => {
        const { last, messages } = getState();
        // A text may be said twice, but each makes a new list. Later, so that one that throws keeps it from nobody else.
        if (last !== undefined && messages !== seen) queueMicrotask(() => latest.current?.(last));
        seen = messages;
        listener();
      });
    },
    [getState, subscribe],
  );
}
