import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSentinel } from '@keyv/redis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import {
  freePort,
  hasRedis,
  type RunningService,
  startRedis,
  stopChild,
  titled,
  untilPrinted,
} from '../services.js';
import { Relays } from './relays.js';

const found = hasRedis() || undefined;

const program =
  spawnSync('redis-server', ['--version']).error === undefined ? 'redis-server' : 'valkey-server';

/** Watches over a primary, and puts a replica in its place soon after it is gone. */
async function startSentinel(primaryPort: number, folder: string) {
  const port = await freePort();
  const config = join(folder, 'sentinel.conf');
  const lines = [
    `port ${port}`,
    'bind 127.0.0.1',
    `sentinel monitor desk 127.0.0.1 ${primaryPort} 1`,
    'sentinel down-after-milliseconds desk 500',
    'sentinel failover-timeout desk 2000',
  ];
  writeFileSync(config, lines.join('\n'));
  const child = spawn(program, [config, '--sentinel'], { stdio: ['ignore', 'pipe', 'ignore'] });
  // Printed when it knows of the replica, without which it could replace nothing.
  await untilPrinted(child, '+slave');
  return { child, port };
}

describe.skipIf(found === undefined)(titled('a relay through Sentinel', 'redis', found), () => {
  let services: RunningService[];
  let sentinel: { readonly child: ChildProcess; readonly port: number };
  let folder: string;
  beforeEach(async () => {
    const primary = await startRedis();
    const primaryPort = new URL(primary.url).port;
    const replica = await startRedis({ args: ['--replicaof', '127.0.0.1', primaryPort] });
    services = [primary, replica];
    folder = mkdtempSync(join(tmpdir(), 'mizan-sentinel-'));
    sentinel = await startSentinel(Number(primaryPort), folder);
  }, 30_000);
  afterEach(async () => {
    await stopChild(sentinel.child);
    for (const service of services) await service.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it(
    'goes to the new primary when the old one is gone, and tells of a gap',
    { timeout: 60_000 },
    async () => {
      const client = createSentinel({
        name: 'desk',
        sentinelRootNodes: [{ host: '127.0.0.1', port: sentinel.port }],
        nodeClientOptions: { socket: { reconnectStrategy: 100 } },
      });
      client.on('error', () => {});
      await client.connect();
      const relays = new Relays('');
      const [a, b] = [await relays.open({ client }), await relays.open({ client })];
      const heard = await b.hear('room');
      a.relay.publish('room', 'before');
      expect(await heard.until(1)).toEqual(['before']);
      await services[0]?.stop();
      a.relay.publish('room', 'lost');
      await expect
        .poll(() => relays.warned.filter((line) => line.includes('has Redis again')), { timeout: 30_000 })
        .toHaveLength(2);
      await b.gaps.until(1);
      a.relay.publish('room', 'after');
      expect(await heard.until(2)).toEqual(['before', 'after']);
      await relays.close();
      await client.destroy();
    },
  );
});
