import { awaitingState, type ContextStore } from './context-store.js';

/**
 * A store that shows the data of other params as long as its own first answer has not come. It stops doing so on
 * the first news of its own, be it a failure or a reset.
 */
export function withPrevious<B>(store: ContextStore<B>, previous: B | undefined): ContextStore<B> {
  const blank = store.getState();
  if (previous === undefined || blank.status !== 'loading') return store;
  const held = awaitingState(previous);
  const getState = () => {
    const state = store.getState();
    return state === blank ? held : state;
  };
  return { ...store, getState, suspend: () => getState().data ?? store.suspend() };
}
