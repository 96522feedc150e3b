import { request as httpRequest } from 'node:http';
import fastifyCompress from '@fastify/compress';
import fastifyCors from '@fastify/cors';
import {
  Body,
  type CanActivate,
  Controller,
  type ExecutionContext,
  Get,
  Global,
  type INestApplication,
  Injectable,
  Module,
  Post,
  UseGuards,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import compression from 'compression';
import { IsInt, IsString } from 'class-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { News } from '../../test-support/news.channel.js';
import { adapters, type StartedApp, startApp } from '../../test-support/start-app.js';
import {
  Arg,
  defineContext,
  Forbidden,
  GlobalContext,
  Identity,
  MizanClient,
  MizanForm,
  type MizanIdentity,
  MizanModule,
} from '../index.js';

const TicketContext = defineContext('ticket');

class TicketKey {
  @IsInt() ticket_id!: number;
}
class TicketView {
  @IsInt() ticket_id!: number;
  @IsString() title!: string;
}

interface AnyReply {
  status(code: number): { send(body: unknown): unknown };
}

@Injectable()
class AnswersItself implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    context.switchToHttp().getResponse<AnyReply>().status(302).send({ to: 'login' });
    return false;
  }
}

let release = (): void => undefined;
let reached = Promise.resolve();

@Injectable()
class Contacts {
  @MizanForm('contact') send(_key: TicketKey): void {
    // Never sent.
  }
}

@Injectable()
class TicketFunctions {
  @MizanClient({ context: TicketContext, output: TicketView })
  ticket(input: TicketKey) {
    return { ticket_id: input.ticket_id, title: 'Printer' };
  }
  @MizanClient({ affects: TicketContext, output: TicketView })
  closeTicket(input: TicketKey) {
    return { ticket_id: input.ticket_id, title: 'closed' };
  }
  @MizanClient({ output: 'string' })
  echo(@Arg('text') text: string) {
    return text;
  }
  @MizanClient({ context: GlobalContext, output: 'string' })
  whoami(@Identity() who: MizanIdentity | null) {
    return String(who?.id ?? 'nobody');
  }
  @UseGuards(AnswersItself)
  @MizanClient({ affects: TicketContext, output: 'string' })
  guarded() {
    return 'no';
  }
  @MizanClient({ output: 'string' })
  async slow() {
    await new Promise<void>((resolve) => (release = resolve));
    return 'x'.repeat(100_000);
  }
}

@Controller('plain')
class Plain {
  @Get() get() {
    return { plain: true };
  }
  @Post() post(@Body() body: unknown) {
    return { body };
  }
}

const json = { 'Content-Type': 'application/json' };
const callPath = '/api/mizan/call/';

const failing = (
  request: { headers: Record<string, unknown> },
  _response: unknown,
  next: (error?: unknown) => void,
) => {
  const how = request.headers['x-fail'];
  next(
    how === 'known'
      ? new Forbidden('Not from here')
      : how === 'bug'
        ? new Error('secret internals')
        : undefined,
  );
};

async function expectEnvelope(response: Response, status: number, code: string): Promise<void> {
  const text = await response.text();
  expect({ status: response.status, text }).toMatchObject({ status });
  expect(JSON.parse(text)).toMatchObject({ error: true, code, message: expect.stringMatching(/./) });
  expect(response.headers.get('Cache-Control')).toBe('no-store');
  expect(response.headers.get('Content-Type')).toMatch(/^application\/json/);
}

describe.each(adapters)('HTTP on %s', (adapter) => {
  const open = (configure: (app: INestApplication) => void | Promise<void>, options: object = {}) =>
    startApp({ providers: [TicketFunctions], controllers: [Plain] }, { adapter, configure, ...options });

  const limited = (bytes: number) =>
    adapter === 'express'
      ? open((started) => void (started as NestExpressApplication).useBodyParser('json', { limit: bytes }))
      : open(() => undefined, { fastify: { bodyLimit: bytes } });

  describe('as it stands', () => {
    let app: StartedApp;
    beforeAll(async () => {
      app = await startApp({ providers: [TicketFunctions], controllers: [Plain] }, { adapter });
    });
    afterAll(() => app.close());

    it('calls a mutation and says what it made stale', async () => {
      const response = await app.call('close_ticket', { ticket_id: 7 });
      expect(response.status).toBe(200);
      expect(await response.text()).toBe(
        '{"result":{"ticket_id":7,"title":"closed"},"invalidate":[{"context":"ticket","params":{"ticket_id":7}}]}',
      );
      expect(response.headers.get('X-Mizan-Invalidate')).toBe('ticket;ticket_id=7');
      expect(response.headers.get('Cache-Control')).toBe('no-store');
      expect(response.headers.get('Content-Type')).toBe('application/json; charset=utf-8');
    });

    it('reads a context as a bare bundle', async () => {
      const response = await app.context('ticket', '?ticket_id=7');
      expect(response.status).toBe(200);
      expect(await response.text()).toBe('{"ticket":{"ticket_id":7,"title":"Printer"}}');
      expect(response.headers.get('Cache-Control')).toBe('no-store');
    });

    it('says the length of a body in bytes', async () => {
      const response = await app.call('echo', { text: 'é ✓ 😀' });
      expect(await response.json()).toEqual({ result: { result: 'é ✓ 😀' } });
      expect(response.headers.get('Content-Length')).toBe(
        String(Buffer.byteLength('{"result":{"result":"é ✓ 😀"}}')),
      );
    });

    it.each(['/api/mizan/ctx/ticket?ticket_id=7', '/api/mizan/ctx/ticket/?ticket_id=7'])(
      'answers %s',
      async (path) => {
        expect((await app.fetch(path)).status).toBe(200);
        const head = await app.fetch(path, { method: 'HEAD' });
        expect([head.status, await head.text()]).toEqual([200, '']);
      },
    );

    it.each(['/api/mizan/call', callPath])('answers %s', async (path) => {
      const init = { method: 'POST', headers: json, body: '{"fn":"echo","args":{"text":"a"}}' };
      expect((await app.fetch(path, init)).status).toBe(200);
    });

    it.each([
      ['GET', callPath, 'POST'],
      ['PUT', callPath, 'POST'],
      ['DELETE', '/api/mizan/call', 'POST'],
      ['POST', '/api/mizan/ctx/ticket/', 'GET, HEAD'],
      ['DELETE', '/api/mizan/ctx/ticket', 'GET, HEAD'],
      ['POST', '/api/mizan/session/', 'GET, HEAD'],
    ])('refuses %s %s and says what is allowed', async (method, path, allowed) => {
      const response = await app.fetch(path, { method });
      expect(response.headers.get('Allow')).toBe(allowed);
      await expectEnvelope(response, 405, 'BAD_REQUEST');
    });

    it.each([
      ['broken JSON', json, '{', 400, 'BAD_REQUEST'],
      ['no body', json, undefined, 400, 'BAD_REQUEST'],
      ['a body that is no object', json, '[1]', 400, 'BAD_REQUEST'],
      ['a body that is null', json, 'null', 400, 'BAD_REQUEST'],
      ['no fn', json, '{"args":{}}', 400, 'BAD_REQUEST'],
      ['a fn that is no text', json, '{"fn":7}', 400, 'BAD_REQUEST'],
      ['args that are a list', json, '{"fn":"echo","args":[]}', 400, 'BAD_REQUEST'],
      ['an inherited name', json, '{"fn":"constructor"}', 404, 'NOT_FOUND'],
      ['text', { 'Content-Type': 'text/plain' }, '{"fn":"echo"}', 415, 'UNSUPPORTED_MEDIA_TYPE'],
      [
        'a form',
        { 'Content-Type': 'application/x-www-form-urlencoded' },
        'fn=echo',
        415,
        'UNSUPPORTED_MEDIA_TYPE',
      ],
      ['XML', { 'Content-Type': 'application/xml' }, '<fn/>', 415, 'UNSUPPORTED_MEDIA_TYPE'],
      [
        'multipart of nothing',
        { 'Content-Type': 'multipart/form-data; boundary=x' },
        '--x--',
        400,
        'BAD_REQUEST',
      ],
      [
        'too much',
        json,
        `{"fn":"echo","args":{"text":"${'x'.repeat(2_000_000)}"}}`,
        413,
        'PAYLOAD_TOO_LARGE',
      ],
    ])('answers %s in the envelope', async (_title, headers, body, status, code) => {
      const init = body === undefined ? { method: 'POST', headers } : { method: 'POST', headers, body };
      await expectEnvelope(await app.fetch(callPath, init), status, code);
    });

    it('answers a charset that is not understood in the envelope', async () => {
      const headers = { 'Content-Type': 'application/json; charset=utf-99' };
      const response = await app.fetch(callPath, {
        method: 'POST',
        headers,
        body: '{"fn":"echo","args":{"text":"a"}}',
      });
      // Fastify reads JSON as UTF-8 whatever the charset says.
      if (adapter === 'fastify') expect(response.status).toBe(200);
      else await expectEnvelope(response, 415, 'UNSUPPORTED_MEDIA_TYPE');
    });

    it('answers an unknown context, a wrong param and a strange name in the envelope', async () => {
      await expectEnvelope(await app.context('nowhere'), 404, 'NOT_FOUND');
      await expectEnvelope(await app.context('__proto__'), 404, 'NOT_FOUND');
      await expectEnvelope(await app.context('ticket', '?ticket_id=x'), 422, 'VALIDATION_ERROR');
      await expectEnvelope(await app.context('%20'), 404, 'NOT_FOUND');
    });

    it('leaves the errors of other routes as they are', async () => {
      const response = await app.fetch('/plain', { method: 'POST', headers: json, body: '{' });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ statusCode: 400 });
      expect((await app.fetch('/plain')).status).toBe(200);
      expect(await (await app.fetch('/nowhere')).json()).toMatchObject({ statusCode: 404 });
    });

    it('gives a CSRF token, wants it from cookies, and takes it', async () => {
      const cookie = 'sid=1';
      const refused = await app.call('echo', { text: 'a' }, { Cookie: cookie });
      await expectEnvelope(refused, 403, 'FORBIDDEN');
      const session = await app.fetch('/api/mizan/session/', { headers: { Cookie: cookie } });
      const { csrfToken } = (await session.json()) as { csrfToken: string };
      expect(session.headers.get('Set-Cookie')).toContain(`csrftoken=${csrfToken}`);
      expect(session.headers.get('Cache-Control')).toBe('no-store');
      const headers = { Cookie: `${cookie}; csrftoken=${csrfToken}`, 'X-CSRFToken': csrfToken };
      expect((await app.call('echo', { text: 'a' }, headers)).status).toBe(200);
    });

    it('does not answer a second time when a guard has', async () => {
      const response = await app.call('guarded');
      expect(response.status).toBe(302);
      expect(await response.json()).toEqual({ to: 'login' });
      expect(response.headers.get('X-Mizan-Invalidate')).toBeNull();
    });

    it('survives a client that goes away while its function runs', async () => {
      const gone = new AbortController();
      reached = new Promise((resolve) => {
        const request = httpRequest(app.origin + callPath, {
          method: 'POST',
          headers: json,
          signal: gone.signal,
        });
        request.on('error', () => resolve());
        request.end('{"fn":"slow"}');
      });
      const before = release;
      await expect.poll(() => release !== before).toBe(true);
      gone.abort();
      await reached;
      release();
      expect((await app.call('echo', { text: 'still here' })).status).toBe(200);
      expect(app.logged.filter(({ level }) => level === 'error')).toEqual([]);
    });

    it('says at boot how much answers, and where', () => {
      expect(app.logged).toContainEqual({
        level: 'log',
        text: expect.stringContaining('6 functions and 2 contexts answer below /api/mizan/'),
      });
      expect(app.logged.filter(({ level }) => level === 'warn')).toEqual([]);
    });
  });

  describe('as the app sets it up', () => {
    it('comes below the global prefix', async () => {
      const app = await open((started) => void started.setGlobalPrefix('v1'));
      expect((await app.fetch('/v1/api/mizan/ctx/ticket/?ticket_id=7')).status).toBe(200);
      expect((await app.fetch('/api/mizan/ctx/ticket/?ticket_id=7')).status).toBe(404);
      const broken = await app.fetch('/v1/api/mizan/call/', { method: 'POST', headers: json, body: '{' });
      await expectEnvelope(broken, 400, 'BAD_REQUEST');
      await app.close();
    });

    it('leaves the global prefix out when told, and takes another path', async () => {
      const mizan = { path: '/functions/', useGlobalPrefix: false };
      const app = await open((started) => void started.setGlobalPrefix('v1'), { mizan });
      expect((await app.fetch('/functions/ctx/ticket/?ticket_id=7')).status).toBe(200);
      await app.close();
    });

    it('leaves out what the prefix says already, unless the path says it too', async () => {
      const app = await open((started) => void started.setGlobalPrefix('/api/'));
      expect((await app.fetch('/api/mizan/ctx/ticket/?ticket_id=7')).status).toBe(200);
      expect(app.logged.filter(({ level }) => level === 'warn')).toEqual([]);
      await app.close();
    });

    it('warns of a path that repeats the prefix', async () => {
      const mizan = { path: 'api/mizan' };
      const app = await open((started) => void started.setGlobalPrefix('/api/'), { mizan });
      expect(app.logged).toContainEqual({
        level: 'warn',
        text: expect.stringContaining('/api/api/mizan repeats "api"'),
      });
      await app.close();
    });

    it('counts forms as such, and the channels of the socket', async () => {
      const app = await startApp({ providers: [Contacts, News] }, { adapter });
      const said = app.logged.map(({ level, text }) => `${level}: ${text}`);
      expect(said).toContainEqual(
        expect.stringContaining('log: 0 functions, 0 contexts and 1 form answer below /api/mizan/'),
      );
      expect(said).toContainEqual(expect.stringContaining('log: The socket is at /ws, with 1 channel'));
      await app.close();
    });

    it('warns when no function is found', async () => {
      const app = await startApp({}, { adapter });
      expect(app.logged).toContainEqual({
        level: 'warn',
        text: expect.stringContaining('0 functions and 0 contexts answer below /api/mizan/'),
      });
      await app.close();
    });

    it('keeps CORS, preflights included', async () => {
      const app = await open((started) =>
        started.enableCors({ origin: 'https://other.example', credentials: true }),
      );
      const Origin = 'https://other.example';
      const preflight = await app.fetch(callPath, {
        method: 'OPTIONS',
        headers: { Origin, 'Access-Control-Request-Method': 'POST' },
      });
      expect(preflight.status).toBe(204);
      expect(preflight.headers.get('Access-Control-Allow-Origin')).toBe(Origin);
      for (const response of [
        await app.context('ticket', '?ticket_id=7', { Origin }),
        await app.call('nope', {}, { Origin }),
        await app.fetch(callPath, { method: 'POST', headers: { ...json, Origin }, body: '{' }),
      ]) {
        expect(response.headers.get('Access-Control-Allow-Origin')).toBe(Origin);
      }
      await app.close();
    });

    it('keeps compression', async () => {
      const app = await open(async (started) => {
        if (adapter === 'express') started.use(compression({ threshold: 1 }));
        else await started.getHttpAdapter().getInstance().register(fastifyCompress, { threshold: 1 });
      });
      const text = 'x'.repeat(10_000);
      const response = await app.call('echo', { text });
      expect(response.headers.get('Content-Encoding')).not.toBeNull();
      expect(await response.json()).toEqual({ result: { result: text } });
      await app.close();
    });

    it('keeps the limit of bodies, wider or narrower', async () => {
      const narrow = await limited(100);
      await expectEnvelope(await narrow.call('echo', { text: 'x'.repeat(200) }), 413, 'PAYLOAD_TOO_LARGE');
      await narrow.close();
      const wide = await limited(4_000_000);
      expect((await wide.call('echo', { text: 'x'.repeat(3_000_000) })).status).toBe(200);
      await wide.close();
    });

    it('answers in the envelope what a middleware throws', async () => {
      const app = await open((started) => {
        started.use(failing);
      });
      await expectEnvelope(await app.call('echo', { text: 'a' }, { 'X-Fail': 'known' }), 403, 'FORBIDDEN');
      expect(app.logged.filter(({ level }) => level === 'error')).toEqual([]);
      await expectEnvelope(await app.call('echo', { text: 'a' }, { 'X-Fail': 'bug' }), 500, 'INTERNAL_ERROR');
      expect(app.logged).toContainEqual({
        level: 'error',
        text: expect.stringContaining('secret internals'),
      });
      await app.close();
    });
  });
});

describe('HTTP on Fastify alone', () => {
  it.each([{ ignoreTrailingSlash: true }, { routerOptions: { ignoreTrailingSlash: true } }])(
    'boots and answers with %j',
    async (fastify) => {
      const app = await startApp({ providers: [TicketFunctions] }, { adapter: 'fastify', fastify });
      for (const path of ['/api/mizan/ctx/ticket?ticket_id=7', '/api/mizan/ctx/ticket/?ticket_id=7']) {
        expect((await app.fetch(path)).status).toBe(200);
      }
      for (const path of ['/api/mizan/session', '/api/mizan/session/']) {
        expect((await app.fetch(path)).status).toBe(200);
      }
      await app.close();
    },
  );

  it('knows contexts by a long name, and answers any other in the envelope', async () => {
    const name = `ticket_${'x'.repeat(200)}`;
    class Long {
      @MizanClient({ context: name, output: 'string' })
      long() {
        return 'found';
      }
    }
    const app = await startApp({ providers: [Long] }, { adapter: 'fastify' });
    expect(await (await app.context(name)).json()).toEqual({ long: { result: 'found' } });
    await expectEnvelope(await app.context(`${name}y`), 404, 'NOT_FOUND');
    await app.close();
  });

  it('keeps the CORS of a plugin', async () => {
    const Origin = 'https://other.example';
    const app = await startApp(
      { providers: [TicketFunctions] },
      {
        adapter: 'fastify',
        configure: async (started) => {
          await started.getHttpAdapter().getInstance().register(fastifyCors, { origin: Origin });
        },
      },
    );
    const preflight = await app.fetch(callPath, {
      method: 'OPTIONS',
      headers: { Origin, 'Access-Control-Request-Method': 'POST' },
    });
    expect(preflight.status).toBe(204);
    const response = await app.context('ticket', '?ticket_id=7', { Origin });
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe(Origin);
    await app.close();
  });
});

describe('HTTP on Express alone', () => {
  it('does not mind strict routing', async () => {
    const app = await startApp(
      { providers: [TicketFunctions] },
      { configure: (started) => void (started as NestExpressApplication).set('strict routing', true) },
    );
    for (const path of ['/api/mizan/ctx/ticket?ticket_id=7', '/api/mizan/ctx/ticket/?ticket_id=7']) {
      expect((await app.fetch(path)).status).toBe(200);
    }
    await app.close();
  });

  it('says so when the app parses no bodies', async () => {
    const app = await startApp({ providers: [TicketFunctions] }, { nest: { bodyParser: false } });
    const response = await app.call('echo', { text: 'a' });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ message: expect.stringContaining('no parser') });
    await app.close();
  });

  it('reads query strings by itself, whatever parser the app has', async () => {
    const app = await startApp(
      { providers: [TicketFunctions] },
      {
        configure: (started) =>
          void (started as NestExpressApplication).set('query parser', () => ({ ticket_id: '1' })),
      },
    );
    expect(await (await app.context('ticket', '?ticket_id=7')).json()).toMatchObject({
      ticket: { ticket_id: 7 },
    });
    await app.close();
  });

  it('answers a name that cannot be decoded in the envelope', async () => {
    const app = await startApp({ providers: [TicketFunctions] });
    await expectEnvelope(await app.fetch('/api/mizan/ctx/%ZZ/'), 400, 'BAD_REQUEST');
    await app.close();
  });

  it('names a route that comes before and takes everything', async () => {
    @Controller()
    class Page {
      @Get('{*path}') page() {
        return 'page';
      }
    }
    const app = await startApp({ providers: [TicketFunctions], controllers: [Page] });
    expect(app.logged).toContainEqual({ level: 'warn', text: expect.stringContaining('{*path}') });
    await app.close();
  });
});

describe('MizanModule.forRootAsync', () => {
  it.each(adapters)('takes its settings from what it injects, on %s', async (adapter) => {
    @Injectable()
    class Settings {
      readonly origin = 'https://other.example';
      readonly caller = 'ada';
    }
    @Global()
    @Module({ providers: [Settings], exports: [Settings] })
    class SettingsModule {}
    @Module({
      imports: [
        MizanModule.forRootAsync({
          path: 'functions',
          imports: [SettingsModule],
          inject: [Settings],
          useFactory: async (settings: Settings) => ({
            identity: (request: { headers: Record<string, unknown> }) =>
              request.headers['x-caller'] === 'yes'
                ? { id: settings.caller, isStaff: false, isSuperuser: false, permissions: [] }
                : null,
            csrf: { allowedOrigins: [settings.origin] },
          }),
        }),
      ],
      providers: [TicketFunctions],
    })
    class App {}
    const app =
      adapter === 'express'
        ? await NestFactory.create(App, { logger: false })
        : await NestFactory.create(App, new FastifyAdapter(), { logger: false });
    await app.listen(0, '127.0.0.1');
    const base = `${await app.getUrl()}/functions`;
    const whoami = await fetch(`${base}/ctx/global/`, { headers: { 'X-Caller': 'yes' } });
    expect(await whoami.json()).toEqual({ whoami: { result: 'ada' } });
    const post = (Origin: string) =>
      fetch(`${base}/call/`, {
        method: 'POST',
        headers: { ...json, Origin },
        body: '{"fn":"echo","args":{"text":"a"}}',
      });
    expect((await post('https://other.example')).status).toBe(200);
    expect((await post('https://evil.example')).status).toBe(403);
    await app.close();
  });
});
