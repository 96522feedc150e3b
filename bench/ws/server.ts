import 'reflect-metadata';

import { NestFactory } from '@nestjs/core';

import { MizanAppModule } from './mizan-app.module.js';
import { openRawServer } from './raw-server.js';

/** Answers calls over the socket on a free port: `node --expose-gc server.js mizan|raw`. */
const [kind] = process.argv.slice(2);

async function openMizan(): Promise<string> {
  const app = await NestFactory.create(MizanAppModule, { logger: ['error', 'warn'] });
  await app.listen(0, '127.0.0.1');
  return app.getUrl();
}

/** What this process has used so far, without what nobody needs any more. */
function measure(message: unknown): unknown {
  if (message !== 'memory') return process.cpuUsage();
  for (let time = 0; time < 3; time += 1) globalThis.gc?.();
  return process.memoryUsage();
}

process.on('message', (message) => process.send?.(measure(message)));
process.on('disconnect', () => process.exit());
process.send?.({ url: await (kind === 'mizan' ? openMizan() : openRawServer()) });
