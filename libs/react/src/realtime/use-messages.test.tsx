import { cleanup, renderHook } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { initialState, type ShownState } from './skipped-store.js';
import { useMessages } from './use-messages.js';

afterEach(cleanup);

it('each message is handed over once, also one that is the same text as that before', async () => {
  let state: ShownState<string> = { ...initialState(), messages: ['before'], last: 'before' };
  const listeners = new Set<() => void>();
  const store = {
    getState: () => state,
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const show = (change: Partial<ShownState<string>>) => {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  };
  const heard: string[] = [];
  const { result } = renderHook(() => useMessages(store, (message) => heard.push(message)));
  result.current(() => undefined);
  const say = (text: string) => show({ messages: [...state.messages, text], last: text });
  for (const text of ['before', 'on', 'on']) say(text);
  show({ gaps: 1 });
  show({ messages: [], last: undefined });
  say('on');
  await Promise.resolve();
  expect(heard).toEqual(['before', 'on', 'on', 'on']);
});
