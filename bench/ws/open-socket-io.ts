import { once } from 'node:events';
import { createServer } from 'node:http';
import { createClient } from '@keyv/redis';
import { createAdapter } from '@socket.io/redis-adapter';
import { Server } from 'socket.io';

import type { Line } from './line.js';
import { urlOf } from './url-of.js';

const room = 'feed';

/** The baseline of fan-out: what somebody says goes to everybody who has connected. */
export async function openSocketIo(redisUrl: string): Promise<string> {
  const http = createServer();
  // No ping comes while it is measured.
  const io = new Server(http, { transports: ['websocket'], pingInterval: 3_600_000 });
  if (redisUrl !== '') {
    const publisher = await createClient({ url: redisUrl }).connect();
    const subscriber = await publisher.duplicate().connect();
    io.adapter(createAdapter(publisher, subscriber));
  }
  io.on('connection', async (socket) => {
    socket.on('line', (line: Line) => io.to(room).emit('line', line));
    await socket.join(room);
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  return urlOf(http.address());
}
