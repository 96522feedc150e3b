import { once } from 'node:events';
import { type RawData, WebSocketServer } from 'ws';

/** A call as PROTOCOL 11 has it. */
interface CallFrame {
  readonly id: string;
  readonly args: unknown;
}

/** The baseline: nothing but the library parses each frame and sends back what is in it. */
export async function openRawServer(): Promise<string> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  server.on('connection', (socket) => {
    socket.on('message', (data: RawData) => {
      const { id, args } = JSON.parse(String(data)) as CallFrame;
      socket.send(JSON.stringify({ id, ok: true, data: { result: args } }));
    });
  });
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the server has no port');
  return `http://127.0.0.1:${address.port}`;
}
