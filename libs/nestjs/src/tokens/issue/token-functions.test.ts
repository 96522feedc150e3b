import { parseKdl } from '@mizan/protocol/kdl';
import {
  type CallHandler,
  type DynamicModule,
  type ExecutionContext,
  Injectable,
  Module,
  type NestInterceptor,
} from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR, NestFactory } from '@nestjs/core';
import { ThrottlerGuard, ThrottlerModule } from '@nestjs/throttler';
import { describe, expect, it } from 'vitest';
import { person, startSessionApp } from '../../../test-support/session-app.js';
import { adapters, startApp } from '../../../test-support/start-app.js';
import { exportIr, exportManifest } from '../../export/index.js';
import {
  memoryRotation,
  MizanBootError,
  MizanClient,
  MizanModule,
  mizanTesting,
  type TokenKind,
  type TokensOptions,
} from '../../index.js';

const mwt = { secret: 'a secret for MWTs with 32 bytes!!' };
const jwt = { key: 'a key for JWTs that has 32 bytes!' };

@Injectable()
class Functions {
  @MizanClient({ output: 'boolean' }) ping() {
    return true;
  }
}

function appOf(mizan: DynamicModule): new () => object {
  @Module({ imports: [mizan], providers: [Functions] })
  class App {}
  return App;
}

const now = (tokens: TokensOptions) => appOf(MizanModule.forRoot({ tokens }));
const later = (tokens: TokensOptions, kinds?: readonly TokenKind[]) =>
  appOf(
    MizanModule.forRootAsync({
      ...(kinds !== undefined && { tokens: kinds }),
      useFactory: () => Promise.resolve({ tokens }),
    }),
  );

const namesIn = (kdl: string) => parseKdl(kdl).functions.map(({ name }) => name);

async function start(app: new () => object) {
  const context = await NestFactory.createApplicationContext(app, { logger: false, abortOnError: false });
  return context;
}

const obtaining = ['jwt_obtain', 'jwt_refresh', 'mwt_obtain'];

describe('the functions of tokens', () => {
  it.each([
    ['none', {}, ['ping']],
    ['mwt', { mwt }, ['mwt_obtain', 'ping']],
    ['jwt', { jwt }, ['jwt_obtain', 'jwt_refresh', 'ping']],
    ['both', { mwt, jwt }, [...obtaining, 'ping']],
  ])('are exported when their kind is configured: %s', async (_title, tokens, expected) => {
    expect(namesIn(await exportIr(now(tokens)))).toEqual(expected);
    const kinds = Object.keys(tokens) as TokenKind[];
    expect(namesIn(await exportIr(later(tokens, kinds)))).toEqual(expected);
  });

  it('are exported by what stands beside the factory, which is not called', async () => {
    const app = appOf(
      MizanModule.forRootAsync({
        tokens: ['jwt'],
        useFactory: () => {
          throw new Error('The factory was called');
        },
      }),
    );
    expect(namesIn(await exportIr(app))).toEqual(['jwt_obtain', 'jwt_refresh', 'ping']);
  });

  it('have types of their own', async () => {
    const kdl = await exportIr(now({ mwt, jwt }));
    expect(kdl).not.toContain('Answer');
    expect(kdl).toContain(`type "mwtObtainOutput" {
    struct {
        field "token" {
            primitive "string"
        }
        field "expires_in" {
            primitive "integer"
        }
    }
}`);
    expect(kdl).toContain(`type "jwtRefreshInput" {
    struct {
        field "refresh_token" {
            primitive "string"
        }
    }
}`);
  });

  it('make nothing stale, so that the manifest does not know them', async () => {
    expect(await exportManifest(now({ mwt, jwt }))).toEqual({ version: 1, contexts: {}, mutations: {} });
  });

  it('are there for tests that need no HTTP', async () => {
    const app = await start(now({ mwt, jwt: { ...jwt, sessions: false } }));
    const caller = mizanTesting(app).as({ id: 7 });
    const { result } = await caller.call<{ refresh_token: string }>('jwt_obtain');
    expect((await caller.call<object>('jwt_refresh', result)).result).toHaveProperty('access_token');
    expect((await caller.call<object>('mwt_obtain')).result).toMatchObject({ expires_in: 300 });
    await app.close();
  });
});

describe('what forRootAsync says beside its factory', () => {
  it('lets the app start when the factory returns these kinds', async () => {
    const app = await start(later({ mwt, jwt }, ['jwt', 'mwt']));
    await app.close();
  });

  it.each([
    [
      'a kind that is not said',
      later({ mwt }),
      "its factory returns tokens.mwt, and `tokens` beside it does not name that kind, so its functions are missing. Write `tokens: ['mwt']` beside useFactory.",
    ],
    [
      'no kind that is said',
      later({}, ['jwt']),
      "`tokens` names 'jwt', and its factory returns no tokens.jwt. Return the options of tokens.jwt, or leave `tokens` beside useFactory out.",
    ],
    [
      'one kind of two',
      later({ mwt }, ['mwt', 'jwt']),
      "`tokens` names 'jwt', and its factory returns no tokens.jwt. Return the options of tokens.jwt, or write `tokens: ['mwt']`.",
    ],
  ])('keeps it from starting when the factory returns %s', async (_title, app, message) => {
    const failure = await start(app).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(MizanBootError);
    expect(failure).toMatchObject({
      message: `Mizan cannot start: one problem\n  MizanModule.forRootAsync: ${message}`,
    });
  });

  it.each([[{ mwt }], [['saml']], ['mwt']])('is refused when it is %j', (tokens: unknown) => {
    const options = { tokens: tokens as readonly TokenKind[], useFactory: () => ({}) };
    expect(() => MizanModule.forRootAsync(options)).toThrow(/no list of kinds of tokens/);
  });
});

describe('options that say how JWTs are refreshed', () => {
  it.each([
    ['tokens.jwt.rotate', { rotate: 'daily' }, "it is 'daily'"],
    [
      'tokens.jwt.rotationStore',
      { rotate: false, rotationStore: memoryRotation() },
      'it would keep nothing, since refresh tokens do not rotate',
    ],
    ['tokens.jwt.rotationStore', { rotationStore: 'redis' }, 'it is no rotation store'],
    ['tokens.jwt.rotationStore', { rotationStore: new Map() }, 'it is no rotation store'],
    ['tokens.jwt.sessions', { sessions: true }, 'they cannot be asked'],
  ])('%s is refused as %j', async (where, options: object, problem) => {
    const failure = await start(now({ jwt: { ...jwt, ...options } })).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: 'MIZAN_BOOT',
      problems: [{ where, problem: expect.stringContaining(problem) }],
    });
  });
});

describe.each(adapters)('an app that limits rates, on %s', (adapter) => {
  it('limits the functions of tokens like all others', async () => {
    const app = await startSessionApp({
      adapter,
      people: new Map([person('ada')]),
      tokens: { mwt, jwt },
      imports: [ThrottlerModule.forRoot([{ ttl: 60_000, limit: 2 }])],
      providers: [{ provide: APP_GUARD, useClass: ThrottlerGuard }],
    });
    const guesses = ['a', 'b', 'c'].map((refresh_token) => app.call('jwt_refresh', { refresh_token }));
    const bodies = await Promise.all((await Promise.all(guesses)).map((response) => response.json()));
    const limited = bodies.filter(({ code }) => code === 'TOO_MANY_REQUESTS');
    const refused = bodies.filter(({ code }) => code === 'UNAUTHORIZED');
    expect([limited.length, refused.length]).toEqual([1, 2]);
    await app.close();
  });
});

describe('a bad token that the app puts there behind the transport', () => {
  @Injectable()
  class PutsBadToken implements NestInterceptor {
    intercept(context: ExecutionContext, next: CallHandler) {
      const { headers } = context.switchToHttp().getRequest<{ headers: Record<string, string> }>();
      headers['authorization'] = 'Bearer bad';
      return next.handle();
    }
  }

  it('obtains nothing, and leaves no rejection that nobody handles', async () => {
    const unhandled: unknown[] = [];
    const listen = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', listen);
    const app = await startApp(
      { providers: [{ provide: APP_INTERCEPTOR, useClass: PutsBadToken }] },
      {
        mizan: {
          identity: () => ({ id: 1, isStaff: false, isSuperuser: false, permissions: [] }),
          tokens: { mwt, jwt: { ...jwt, sessions: false } },
        },
      },
    );
    for (const fn of ['mwt_obtain', 'jwt_obtain']) expect((await app.call(fn)).status).toBe(401);
    await app.close();
    process.off('unhandledRejection', listen);
    expect(unhandled).toEqual([]);
  });
});
