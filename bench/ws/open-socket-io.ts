import { createServer } from 'node:http';
import { once } from 'node:events';
import { createClient } from '@keyv/redis';
import { createAdapter } from '@socket.io/redis-adapter';
import { Server } from 'socket.io';

import type { BenchApp } from './bench-app.js';
import { urlOf } from './url-of.js';

const room = 'feed';

/** The baseline of fan-out: everybody who connects is in one room. */
export async function openSocketIo(redisUrl: string): Promise<BenchApp> {
  const http = createServer();
  // No ping comes while it is measured.
  const io = new Server(http, { transports: ['websocket'], pingInterval: 3_600_000 });
  if (redisUrl !== '') {
    const publisher = await createClient({ url: redisUrl }).connect();
    const subscriber = await publisher.duplicate().connect();
    io.adapter(createAdapter(publisher, subscriber));
  }
  io.on('connection', (socket) => socket.join(room));
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  return { url: urlOf(http.address()), push: (line) => io.to(room).emit('line', line) };
}
