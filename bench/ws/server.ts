import 'reflect-metadata';

import { setImmediate as turn } from 'node:timers/promises';

import type { BenchApp } from './bench-app.js';
import { openMizan } from './open-mizan.js';
import { openRaw } from './open-raw.js';
import { openSocketIo } from './open-socket-io.js';

/** Serves one app on a free port: `node --expose-gc server.js mizan|raw|socket.io [Redis URL]`. */
const [kind, redisUrl = ''] = process.argv.slice(2);

type Message =
  { readonly kind: 'cpu' } | { readonly kind: 'memory' } | { readonly kind: 'push'; readonly count: number };

function open(): Promise<BenchApp> {
  if (kind === 'raw') return openRaw();
  return kind === 'socket.io' ? openSocketIo(redisUrl) : openMizan();
}

const app = await open();

async function answer(message: Message): Promise<unknown> {
  switch (message.kind) {
    case 'cpu':
      return process.cpuUsage();
    case 'memory':
      return measureMemory();
    case 'push':
      return push(message.count);
  }
}

/** What is needed still. */
function measureMemory(): NodeJS.MemoryUsage {
  for (let time = 0; time < 3; time += 1) globalThis.gc?.();
  return process.memoryUsage();
}

/** Each in a turn of its own, as when each has a reason of its own. */
async function push(count: number): Promise<number> {
  for (let index = 0; index < count; index += 1) {
    await app.push({
      room: 'kitchen',
      sent_at: index,
      text: 'Who has taken the last of the good coffee beans again?',
    });
    await turn();
  }
  return count;
}

process.on('message', (message: Message) => {
  void answer(message).then((value) => process.send?.(value));
});
process.on('disconnect', () => process.exit());
process.send?.({ url: app.url });
