import { once } from 'node:events';
import { WebSocketServer } from 'ws';

import { urlOf } from './url-of.js';

/** A call as PROTOCOL 11 has it. */
interface CallFrame {
  readonly id: string;
  readonly args: unknown;
}

/** The baseline of calls: nothing but the library parses each frame and sends back what is in it. */
export async function openRaw(): Promise<string> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  server.on('connection', (socket) => {
    socket.on('message', (data: Buffer) => {
      const { id, args } = JSON.parse(data.toString()) as CallFrame;
      socket.send(JSON.stringify({ id, ok: true, data: { result: args } }));
    });
  });
  await once(server, 'listening');
  return urlOf(server.address());
}
