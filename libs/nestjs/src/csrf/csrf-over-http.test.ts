import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter, type NestExpressApplication } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MizanClient } from '../declare/mizan-client.decorator.js';
import { MizanModule } from '../mizan.module.js';

let runs = 0;

@Injectable()
class CountFunctions {
  @MizanClient({ output: 'integer' })
  count() {
    runs += 1;
    return runs;
  }
}

@Module({
  imports: [MizanModule.forRoot({ csrf: { allowedOrigins: ['https://app.example.org'] } })],
  providers: [CountFunctions],
})
class AppModule {}

const platforms = [
  [
    'Express',
    async () => {
      const app = await NestFactory.create<NestExpressApplication>(AppModule, new ExpressAdapter(), {
        logger: false,
      });
      app.set('trust proxy', true);
      return app;
    },
  ],
  [
    'Fastify',
    () => NestFactory.create(AppModule, new FastifyAdapter({ trustProxy: true }), { logger: false }),
  ],
] as const;

describe.each(platforms)('CSRF on %s', (_platform, create) => {
  let base: string;
  let origin: string;
  let close: () => Promise<void>;

  beforeAll(async () => {
    const app = await create();
    await app.listen(0, '127.0.0.1');
    origin = await app.getUrl();
    base = `${origin}/api/mizan`;
    close = () => app.close();
  });

  afterAll(() => close());

  const post = (headers: Record<string, string>, body = '{"fn":"count"}') =>
    fetch(`${base}/call/`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });

  const openSession = async (headers: Record<string, string> = {}) => {
    const response = await fetch(`${base}/session/`, { headers });
    const { csrfToken }: { csrfToken: string } = JSON.parse(await response.text());
    return { csrfToken, cookie: response.headers.getSetCookie()[0] ?? '' };
  };

  it.each([
    ['a program', {}],
    ['a page of this origin', { cookie: 'sid=ada', 'sec-fetch-site': 'same-origin' }],
    ['a page of an allowed origin', { cookie: 'sid=ada', origin: 'https://app.example.org' }],
    ['a bearer token', { cookie: 'sid=ada', authorization: 'Bearer x' }],
    [
      'a page behind a proxy that is trusted',
      {
        cookie: 'sid=ada',
        origin: 'https://desk.org',
        'x-forwarded-host': 'desk.org',
        'x-forwarded-proto': 'https',
      },
    ],
  ])('lets %s call', async (_title, headers) => {
    expect((await post(headers)).status).toBe(200);
  });

  it('lets the origin of the host call', async () => {
    expect((await post({ cookie: 'sid=ada', origin })).status).toBe(200);
  });

  it.each([
    ['a cookie alone', { cookie: 'sid=ada' }],
    [
      'a page of another site',
      { cookie: 'sid=ada', 'sec-fetch-site': 'cross-site', origin: 'https://evil.org' },
    ],
    [
      'a page of another site without cookies',
      { 'sec-fetch-site': 'cross-site', origin: 'https://evil.org' },
    ],
    ['a page of nowhere', { cookie: 'sid=ada', origin: 'null' }],
    ['a made-up token', { cookie: 'sid=ada', 'x-csrftoken': 'x' }],
    [
      'a page without TLS',
      {
        cookie: 'sid=ada',
        origin: 'http://desk.org',
        'x-forwarded-host': 'desk.org',
        'x-forwarded-proto': 'https',
      },
    ],
  ])('refuses %s before anything runs', async (_title, headers) => {
    const before = runs;
    const response = await post(headers);
    expect(response.status).toBe(403);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toEqual({ error: true, code: 'FORBIDDEN', message: expect.any(String) });
    expect(runs).toBe(before);
  });

  it.each([
    'text/plain',
    'text/plain; application/json',
    'application/x-www-form-urlencoded',
    'application/jsonx',
    'multipart/mixed; boundary=x',
    'application/json, multipart/form-data; boundary=x',
  ])('answers a body of the type %s with 415, whoever sends it', async (type) => {
    const before = runs;
    const response = await post({ 'content-type': type, 'sec-fetch-site': 'same-origin' });
    expect(response.status).toBe(415);
    expect(await response.json()).toMatchObject({ error: true, code: 'UNSUPPORTED_MEDIA_TYPE' });
    expect(runs).toBe(before);
  });

  it('answers a body without any type with 415', async () => {
    const body = new Blob(['{"fn":"count"}']);
    const response = await fetch(`${base}/call/`, { method: 'POST', body });
    expect(response.status).toBe(415);
  });

  it('gives a session a token that lets it call, and no other', async () => {
    const { csrfToken, cookie } = await openSession({ cookie: 'sid=ada' });
    expect(cookie).toBe(`csrftoken=${csrfToken}; Path=/; SameSite=Lax`);
    const ada = `sid=ada; csrftoken=${csrfToken}`;
    expect((await post({ cookie: ada, 'x-csrftoken': csrfToken })).status).toBe(200);
    expect((await post({ cookie: ada })).status).toBe(403);
    expect((await post({ cookie: `sid=sam; csrftoken=${csrfToken}`, 'x-csrftoken': csrfToken })).status).toBe(
      403,
    );
  });

  it('keeps the cookie to TLS behind a proxy that ended it', async () => {
    const { cookie } = await openSession({ 'x-forwarded-proto': 'https' });
    expect(cookie).toMatch(/; SameSite=Lax; Secure$/);
  });
});
