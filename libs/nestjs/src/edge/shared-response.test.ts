import { Injectable, type INestApplication } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import fastifyCookie from '@fastify/cookie';
import fastifySession from '@fastify/session';
import compression from 'compression';
import session from 'express-session';
import { createServer, ServerResponse, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { startApp, type StartedApp, type StartOptions } from '../../test-support/start-app.js';
import { defineContext, MizanClient } from '../index.js';

const secret = 'session-secret-0123456789abcdef0123';

@Injectable()
class NewsFunctions {
  @MizanClient({ context: defineContext('news'), cache: { scope: 'public' }, output: 'string' })
  news() {
    return 'news';
  }
}

const useExpress = (use: (app: NestExpressApplication) => void) => (app: INestApplication) =>
  use(app as NestExpressApplication);
const useFastify = (use: (app: NestFastifyApplication) => unknown) => async (app: INestApplication) => {
  await use(app as NestFastifyApplication);
};

const mizan = { edge: { cacheGroups: true, surrogateKeys: true } };

const said = (response: Response) => ({
  cookie: response.headers.get('set-cookie') !== null,
  control: response.headers.get('cache-control'),
  isGrouped: response.headers.has('cache-groups') || response.headers.has('surrogate-key'),
});

describe('a response that sets a cookie', () => {
  let started: StartedApp | undefined;
  afterEach(() => started?.close());

  const read = async (options: StartOptions) => {
    started = await startApp({ providers: [NewsFunctions] }, { ...options, mizan });
    return said(await started.context('news'));
  };

  const unshared = { cookie: true, control: 'no-store', isGrouped: false };
  const shared = { cookie: false, control: 'public, max-age=0, s-maxage=60', isGrouped: true };

  it('is not shared when a session is opened as late as the head is written', async () => {
    const configure = useExpress((app) =>
      app.use(session({ secret, resave: false, saveUninitialized: true })),
    );
    expect(await read({ configure })).toEqual(unshared);
  });

  it('is shared where the session opens for nobody', async () => {
    const configure = useExpress((app) =>
      app.use(session({ secret, resave: false, saveUninitialized: false }), compression({ threshold: 0 })),
    );
    expect(await read({ configure })).toEqual(shared);
  });

  it('is not shared when middleware sets it first', async () => {
    const configure = useExpress((app) =>
      app.use((_request: IncomingMessage, response: ServerResponse, next: () => void) => {
        response.setHeader('Set-Cookie', 'a=b');
        next();
      }),
    );
    expect(await read({ configure })).toEqual(unshared);
  });

  it('is not shared when it is set past the response that we see', async () => {
    const configure = useExpress((app) =>
      app.use((_request: IncomingMessage, response: ServerResponse, next: () => void) => {
        const writeHead: unknown = Reflect.get(response, 'writeHead');
        const late = (...args: readonly unknown[]): unknown => {
          // As the package `cookies` does.
          ServerResponse.prototype.setHeader.call(response, 'Set-Cookie', 'a=b');
          return typeof writeHead === 'function' && Reflect.apply(writeHead, response, args);
        };
        Object.assign(response, { writeHead: late });
        next();
      }),
    );
    expect(await read({ configure })).toEqual(unshared);
  });

  it('is not shared on Fastify when a session is opened', async () => {
    const configure = useFastify(async (app) => {
      await app.register(fastifyCookie);
      await app.register(fastifySession, { secret, saveUninitialized: true, cookie: { secure: false } });
    });
    expect(await read({ adapter: 'fastify', configure })).toEqual(unshared);
  });

  it('is not shared on Fastify when a hook sets it after us', async () => {
    const configure = useFastify((app) =>
      app
        .getHttpAdapter()
        .getInstance()
        .addHook('onSend', (_request, reply, _payload, done) => {
          reply.header('Set-Cookie', 'a=b');
          done();
        }),
    );
    expect(await read({ adapter: 'fastify', configure })).toEqual(unshared);
  });

  it('is shared on Fastify where nothing sets one', async () => {
    expect(await read({ adapter: 'fastify' })).toEqual(shared);
  });

  it('is not shared by an app behind another server, unless nobody can set one any more', async () => {
    const answers: unknown[] = [];
    for (const middleware of [[], [session({ secret, resave: false, saveUninitialized: true })]]) {
      started = await startApp(
        { providers: [NewsFunctions] },
        { mizan, configure: useExpress((app) => void middleware.map((one) => app.use(one))) },
      );
      const handler: unknown = started.app.getHttpAdapter().getInstance();
      if (typeof handler !== 'function') throw new Error('Express is a function');
      const server = createServer((...args) => void Reflect.apply(handler, undefined, args)).listen(
        0,
        '127.0.0.1',
      );
      await once(server, 'listening');
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      answers.push(said(await fetch(`http://127.0.0.1:${port}/api/mizan/ctx/news/`)));
      server.closeAllConnections();
      server.close();
      await started.close();
    }
    expect(answers).toEqual([shared, unshared]);
  });

  it('is not shared through Fastify’s inject, where heads cannot be watched', async () => {
    started = await startApp({ providers: [NewsFunctions] }, { adapter: 'fastify', mizan });
    const answer = await (started.app as NestFastifyApplication).inject('/api/mizan/ctx/news/');
    expect(answer.headers['cache-control']).toBe('no-store');
  });
});
