import { createClient } from '@keyv/redis';
import { redisRotation } from '@mizan/nestjs/redis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

import {
  createSessionStore,
  type JwtPair,
  readResult,
  type SessionApp,
  startSessionApp,
} from '../../libs/nestjs/test-support/session-app.js';
import { hasRedis, type RunningService, startRedis, titled } from '../services.js';

const found = hasRedis() || undefined;
const key = 'a key for JWTs that has 32 bytes!';

async function codeOf(answer: Promise<Response>): Promise<unknown> {
  const { code }: { code?: unknown } = JSON.parse(await (await answer).text());
  return code;
}

const refresh = (app: SessionApp, { refresh_token }: JwtPair): Promise<Response> =>
  app.call('jwt_refresh', { refresh_token });

const pass = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000);

describe.skipIf(found === undefined)(titled('refresh tokens of two processes', 'redis', found), () => {
  let redis: RunningService;
  const apps: SessionApp[] = [];
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-22T12:00:00Z') });
  });
  afterEach(async () => {
    vi.useRealTimers();
    await Promise.all(apps.splice(0).map((app) => app.close()));
  });

  /** Two apps that share their sessions and Redis, as two processes of one would, and a pair that one of them gave. */
  async function startTwo(url = redis.url): Promise<{ one: SessionApp; other: SessionApp; pair: JwtPair }> {
    const store = createSessionStore('express');
    const start = async () => {
      const tokens = { jwt: { key, rotationStore: redisRotation({ url }) } };
      const app = await startSessionApp({ adapter: 'express', tokens, store });
      apps.push(app);
      return app;
    };
    const [one, other] = [await start(), await start()];
    const browser = one.open();
    await browser.signIn('ada');
    return { one, other, pair: await browser.obtain() };
  }

  it('have one successor, also when both are asked at once', async () => {
    const { one, other, pair } = await startTwo();
    pass(290);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => refresh(index % 2 === 0 ? one : other, pair)),
    );
    const pairs = await Promise.all(answers.map((answer) => readResult<JwtPair>(answer)));
    expect(new Set(pairs.map((each) => each.refresh_token)).size).toBe(1);
    pass(290);
    expect((await refresh(other, pairs[0] ?? pair)).status).toBe(200);
  });

  it('end with their family in both, when one is used late in either', async () => {
    const { one, other, pair } = await startTwo();
    const next = await readResult<JwtPair>(await refresh(one, pair));
    pass(11);
    expect(await codeOf(refresh(other, pair))).toBe('UNAUTHORIZED');
    expect(await codeOf(refresh(one, next))).toBe('UNAUTHORIZED');
    expect(await codeOf(refresh(other, next))).toBe('UNAUTHORIZED');
  });

  it('outlive a restart of the app', async () => {
    const { one, other, pair } = await startTwo();
    await one.close();
    expect((await refresh(other, pair)).status).toBe(200);
  });

  it('leave nothing in Redis that could be used, and nothing for ever', async () => {
    const { one, pair } = await startTwo();
    const next = await readResult<JwtPair>(await refresh(one, pair));
    const client = createClient({ url: redis.url });
    await client.connect();
    const keys = await client.keys('mizan:refresh:*');
    const held = await Promise.all(keys.map((name) => client.get(name)));
    for (const token of [pair.access_token, pair.refresh_token, next.access_token, next.refresh_token]) {
      for (const part of token.split('.')) expect(held.join()).not.toContain(part);
    }
    expect(held.join()).toContain('"id":"ada"');
    const lives = await Promise.all(keys.map((name) => client.pTTL(name)));
    for (const life of lives) expect(life).toBeGreaterThan(0);
    expect(Math.max(...lives)).toBeLessThanOrEqual(604_805_000);
    client.destroy();
  });

  it('are those of so many sign-ins of one person: of more his own oldest end, and nobody else’s', async () => {
    const { one, pair } = await startTwo();
    const store = redisRotation({ url: redis.url, maxPerSubject: 3 });
    await store.open?.();
    const begin = (family: string) =>
      store.swap(family, { expected: undefined, next: 'x', subject: 'sam', ttlMs: 60_000 });
    for (const family of ['a', 'b', 'c']) await begin(family);
    await store.swap('a', { expected: 'x', next: 'y', subject: 'sam', ttlMs: 60_000 });
    await Promise.all(['d', 'e'].map(begin));
    const left = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((family) => store.read(family)));
    expect(left).toEqual(['y', undefined, undefined, 'x', 'x']);
    await store.close?.();
    expect((await refresh(one, pair)).status).toBe(200);
  });

  it('are refused while Redis is gone, and go on where they were when it is back', async () => {
    const own = await startRedis();
    const { one, other, pair } = await startTwo(own.url);
    const admin = createClient({ url: own.url });
    await admin.connect();
    const [name = ''] = await admin.keys('mizan:refresh:*');
    const held = (await admin.get(name)) ?? '';
    admin.destroy();
    await own.stop();
    expect(await codeOf(refresh(one, pair))).toBe('SERVICE_UNAVAILABLE');
    expect(await codeOf(refresh(other, pair))).toBe('SERVICE_UNAVAILABLE');

    const back = await startRedis({ port: Number(new URL(own.url).port) });
    const restoring = createClient({ url: back.url });
    await restoring.connect();
    await restoring.set(name, held);
    restoring.destroy();
    await vi.waitUntil(async () => (await codeOf(refresh(one, pair))) !== 'SERVICE_UNAVAILABLE', 10_000);
    expect((await refresh(other, pair)).status).toBe(200);
    await back.stop();
  });

  it('are refused when Redis has lost what it knew', async () => {
    const { one, pair } = await startTwo();
    const client = createClient({ url: redis.url });
    await client.connect();
    await client.flushAll();
    client.destroy();
    expect(await codeOf(refresh(one, pair))).toBe('UNAUTHORIZED');
  });

  it('do not keep an app from starting that cannot reach Redis', async () => {
    const tokens = { jwt: { key, rotationStore: redisRotation({ url: 'redis://127.0.0.1:1' }) } };
    const app = await startSessionApp({ adapter: 'express', tokens });
    apps.push(app);
    const browser = app.open();
    await browser.signIn('ada');
    expect(await codeOf(browser.call('jwt_obtain'))).toBe('SERVICE_UNAVAILABLE');
    expect(app.logged.filter(({ level }) => level === 'error')).toMatchObject([
      { text: expect.stringContaining('The rotation store of refresh tokens does not answer') },
    ]);
  });
});

describe('redisRotation', () => {
  it.each([
    ['neither a URL nor a client', {}],
    ['a URL of something else', { url: 'http://127.0.0.1' }],
    ['an empty URL', { url: '' }],
  ])('is not opened with %s', async (_title, options) => {
    const store = redisRotation(options);
    expect(store.problems).toMatchObject([{ where: 'redisRotation' }]);
    await expect(store.open?.()).rejects.toMatchObject({ code: 'MIZAN_BOOT', problems: store.problems });
  });

  it('says when the client that it was given is not connected', async () => {
    const store = redisRotation({ client: createClient() });
    await expect(store.open?.()).rejects.toThrow('the client that redisRotation was given is not connected');
  });
});
