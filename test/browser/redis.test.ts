import { rm } from 'node:fs/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { hasRedis, startRedis, titled } from '../services.js';
import { DeskClient } from './desk-client.js';
import { startFreshDesk } from './start-desk.js';

const found = hasRedis() || undefined;

async function cacheOf(client: DeskClient, path: string): Promise<string | null> {
  const response = await client.get(`/api/mizan/ctx/${path}`);
  await response.arrayBuffer();
  return response.headers.get('x-mizan-cache');
}

async function signInAs(url: string, id: number): Promise<DeskClient> {
  const client = new DeskClient(url);
  await client.call('sign_in', { person_id: id });
  return client;
}

describe.skipIf(found === undefined)(
  titled('the desk with its cache in Redis', 'redis', found),
  { timeout: 60_000 },
  () => {
    it('finds what it has stored after a restart, but not of a database that is gone', async () => {
      const redis = await startRedis();
      onTestFinished(() => redis.stop());
      const desk = await startFreshDesk({
        REDIS_URL: redis.url,
        CACHE_SECRET: 'a secret of the desk, 32 bytes or more',
      });
      const theo = await signInAs(desk.url, 2);
      const path = 'ticket/?ticket_id=5';
      expect(await cacheOf(theo, path)).toBe('MISS');
      await expect.poll(() => cacheOf(theo, path)).toBe('HIT');

      await desk.restart();
      expect(await cacheOf(theo, path)).toBe('HIT');
      await theo.call('close_ticket', { ticket_id: 5 });
      expect(await theo.read(path)).toMatchObject({ ticket: { status: 'closed' } });
      await expect.poll(() => cacheOf(theo, path)).toBe('HIT');

      await desk.stop();
      await rm(desk.file);
      await desk.restart();
      const again = await signInAs(desk.url, 2);
      expect(await cacheOf(again, path)).toBe('MISS');
      expect(await again.read(path)).toMatchObject({ ticket: { status: 'open' } });
    });

    it('works without its Redis', async () => {
      const redis = await startRedis();
      const desk = await startFreshDesk({ REDIS_URL: redis.url });
      await redis.stop();
      const theo = await signInAs(desk.url, 2);
      await theo.call('close_ticket', { ticket_id: 5 });
      expect(await theo.read('ticket/?ticket_id=5')).toMatchObject({ ticket: { status: 'closed' } });
    });
  },
);
