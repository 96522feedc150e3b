// @vitest-environment node
import { createMizan } from '@mizan/client';
import { realtime } from '@mizan/client/realtime';
import type { ReactNode } from 'react';
import { renderToString } from 'react-dom/server';
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { useChatChannel } from '../fixture/chat.js';
import { MizanContext } from '../mizan-context.js';

const opened: string[] = [];

class ObservedSocket extends WebSocket {
  constructor(url: string) {
    opened.push(url);
    super(url);
  }
}

function Rooms(): ReactNode {
  const lobby = useChatChannel({ room: 'lobby' });
  const none = useChatChannel({ room: undefined }, { skip: true });
  return [lobby.status, lobby.messages.length, none.status].join(' ');
}

it('renders on a server, where no socket is opened', async () => {
  expect(typeof globalThis.document).toBe('undefined');
  const mizan = createMizan({ realtime: realtime({ url: 'ws://127.0.0.1:1', WebSocket: ObservedSocket }) });
  const html = renderToString(<MizanContext client={mizan} live children={<Rooms />} />);
  expect(html).toBe('connecting 0 idle');
  // What opens a socket does so a turn later.
  await new Promise((resolve) => {
    setTimeout(resolve);
  });
  expect(opened).toEqual([]);
});
