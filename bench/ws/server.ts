import 'reflect-metadata';

import { openMizan } from './open-mizan.js';
import { openRaw } from './open-raw.js';
import { openSocketIo } from './open-socket-io.js';

/** Serves one app on a free port: `node --expose-gc server.js mizan|raw|socket.io [Redis URL]`. */
const [kind, redisUrl = ''] = process.argv.slice(2);

function open(): Promise<string> {
  if (kind === 'raw') return openRaw();
  return kind === 'socket.io' ? openSocketIo(redisUrl) : openMizan(redisUrl);
}

/** What this process has used so far: of memory, only what is needed still. */
function measure(what: unknown): unknown {
  if (what === 'cpu') return process.cpuUsage();
  for (let time = 0; time < 3; time += 1) globalThis.gc?.();
  return process.memoryUsage();
}

process.on('message', (what) => process.send?.(measure(what)));
process.on('disconnect', () => process.exit());
process.send?.({ url: await open() });
