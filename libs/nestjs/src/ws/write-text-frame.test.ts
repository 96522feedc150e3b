import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { writeTextFrame } from './write-text-frame.js';

const server = createServer();
const sockets = new WebSocketServer({ server });
afterAll(() => {
  for (const client of sockets.clients) client.terminate();
  server.close();
});

describe('a text frame', () => {
  it('is what a client reads, whatever its length, in bytes and not in characters', async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const texts = [0, 1, 125, 126, 65_535, 65_536, 100_000].flatMap((length) => [
      'x'.repeat(length),
      'ü'.repeat(length / 2),
    ]);
    sockets.once('connection', (_socket, request) => {
      for (const text of texts) request.socket.write(writeTextFrame(text));
    });
    const { port } = server.address() as AddressInfo;
    const client = new WebSocket(`ws://127.0.0.1:${port}`);
    const read: string[] = [];
    await new Promise<void>((resolve, reject) => {
      client.on('error', reject);
      client.on('message', (data: Buffer, isBinary) => {
        read.push(isBinary ? 'binary' : data.toString());
        if (read.length === texts.length) resolve();
      });
    });
    expect(read).toEqual(texts);
  });

  it('is written once for all who get it', () => {
    expect(writeTextFrame('the same')).toBe(writeTextFrame('the same'));
    expect(writeTextFrame('another')).not.toEqual(writeTextFrame('the same'));
  });
});
