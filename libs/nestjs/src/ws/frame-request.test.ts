import {
  type ArgumentsHost,
  type CanActivate,
  Catch,
  type ExceptionFilter,
  type ExecutionContext,
  Headers,
  Inject,
  Injectable,
  Ip,
  NotFoundException,
  Req,
  Scope,
  UseFilters,
  UseGuards,
} from '@nestjs/common';
import { APP_GUARD, REQUEST } from '@nestjs/core';
import { ThrottlerGuard, ThrottlerModule } from '@nestjs/throttler';
import { afterEach, describe, expect, it } from 'vitest';
import { openSocket } from '../../test-support/open-socket.js';
import { type StartedApp, startApp } from '../../test-support/start-app.js';
import { Arg, defineContext, Identity, isMizanCall, MizanClient, type MizanIdentity } from '../index.js';

const Pair = defineContext('pair');
const Open = defineContext('open');
const rpc = (id: number, fn: string, args: object = {}) => ({ action: 'rpc', id, fn, args });

let app: StartedApp | undefined;
afterEach(() => app?.close());

let made = 0;

@Injectable({ scope: Scope.REQUEST })
class Loader {
  readonly number = ++made;
  constructor(@Inject(REQUEST) readonly request: { readonly url: string }) {}
}

@Injectable()
class Scoped {
  constructor(private readonly loader: Loader) {}
  @MizanClient({ context: Pair, output: 'string' })
  first(): string {
    return `${this.loader.number} ${this.loader.request.url}`;
  }
  @MizanClient({ context: Pair, output: 'string' })
  second(): string {
    return `${this.loader.number} ${this.loader.request.url}`;
  }
}

describe('a frame is a request of its own', () => {
  it('its functions share what has request scope, and two frames do not', async () => {
    made = 0;
    app = await startApp({ providers: [Scoped, Loader] }, { mizan: { websocket: {} } });
    const socket = await openSocket(`${app.origin}/ws?a=1`);
    for (const id of [1, 2]) {
      const text = { result: `${id} /ws?a=1` };
      expect(await socket.ask({ action: 'ctx', id, context: 'pair' })).toEqual({
        id,
        ok: true,
        data: { first: text, second: text },
      });
    }
  });

  it('has the headers and the address of the request that opened the socket', async () => {
    @Injectable()
    class Functions {
      @MizanClient({ websocket: true, output: 'string' })
      see(@Headers('x-tenant') tenant: string, @Ip() ip: string, @Req() request: { method: string }): string {
        return `${tenant} ${ip} ${request.method}`;
      }
    }
    app = await startApp({ providers: [Functions] });
    const socket = await openSocket(`${app.origin}/ws`, { 'X-Tenant': 'north' });
    expect(await socket.ask(rpc(1, 'see'))).toMatchObject({
      data: { result: { result: 'north 127.0.0.1 GET' } },
    });
  });

  it('is one of HTTP to a function that was not written for the socket, and to guards that only look at HTTP', async () => {
    @Injectable()
    class RefuseHttp implements CanActivate {
      canActivate(context: ExecutionContext): boolean {
        return context.getType() !== 'http';
      }
    }
    @Injectable()
    class Functions {
      @MizanClient({ context: Pair, output: 'string' })
      first(): string {
        return 'for HTTP';
      }
      @MizanClient({ context: Open, websocket: true, output: 'string' })
      second(): string {
        return 'for both';
      }
    }
    app = await startApp({ providers: [Functions, { provide: APP_GUARD, useClass: RefuseHttp }] });
    const socket = await openSocket(`${app.origin}/ws`);
    const read = (context: string) => socket.ask({ action: 'ctx', id: context, context });
    expect(await read('pair')).toMatchObject({ ok: false, error: { code: 'FORBIDDEN' } });
    expect(await read('open')).toMatchObject({ ok: true, data: { second: { result: 'for both' } } });
    const contexts = [{ context: 'pair' }, { context: 'open' }];
    expect(await socket.ask({ action: 'watch', id: 1, contexts })).toMatchObject({
      data: { watching: 1, refused: [{ context: 'pair', error: { code: 'FORBIDDEN' } }] },
    });
  });

  it('whom a guard signs in is signed in for this frame alone', async () => {
    @Injectable()
    class SignIn implements CanActivate {
      canActivate(context: ExecutionContext): boolean {
        expect(context.getType()).toBe('ws');
        expect(isMizanCall(context)).toBe(true);
        const request = context
          .switchToHttp()
          .getRequest<{ body: { args: { as?: string } }; user?: object }>();
        const { as } = request.body.args;
        if (as !== undefined) request.user = { id: as };
        return true;
      }
    }
    @Injectable()
    class Functions {
      @UseGuards(SignIn)
      @MizanClient({ websocket: true, output: 'string' })
      who(
        @Arg('as', 'string', { optional: true }) _as: string,
        @Identity() who: MizanIdentity | null,
      ): string {
        return String(who?.id ?? 'nobody');
      }
    }
    app = await startApp({ providers: [Functions] });
    const socket = await openSocket(`${app.origin}/ws`);
    expect(await socket.ask(rpc(1, 'who', { as: 'ada' }))).toMatchObject({
      data: { result: { result: 'ada' } },
    });
    expect(await socket.ask(rpc(2, 'who'))).toMatchObject({ data: { result: { result: 'nobody' } } });
  });
});

describe('who answers in place of a function', () => {
  it('is told as an error, with its status and what it says', async () => {
    @Catch(NotFoundException)
    class Teapot implements ExceptionFilter {
      catch(_error: unknown, host: ArgumentsHost): void {
        host
          .switchToHttp()
          .getResponse<{ status(code: number): { json(body: object): void } }>()
          .status(418)
          .json({ error: true, code: 'TEAPOT', message: 'I am a teapot', details: { short: true } });
      }
    }
    @Injectable()
    @UseFilters(Teapot)
    class Functions {
      @MizanClient({ websocket: true, affects: Pair, output: 'boolean' })
      brew(): boolean {
        throw new NotFoundException();
      }
      @MizanClient({ context: Pair, output: 'boolean' })
      read(): boolean {
        throw new NotFoundException();
      }
    }
    app = await startApp({ providers: [Functions] });
    const socket = await openSocket(`${app.origin}/ws`);
    const error = { code: 'TEAPOT', message: 'I am a teapot', details: { short: true } };
    expect(await socket.ask(rpc(1, 'brew'))).toEqual({ id: 1, ok: false, error });
    expect(await socket.ask({ action: 'ctx', id: 2, context: 'pair' })).toEqual({ id: 2, ok: false, error });
  });
});

it("Nest's throttler counts the frames of a socket", async () => {
  @Injectable()
  class Functions {
    @MizanClient({ websocket: true, output: 'boolean' })
    go(): boolean {
      return true;
    }
  }
  app = await startApp({
    imports: [ThrottlerModule.forRoot([{ ttl: 60_000, limit: 2 }])],
    providers: [Functions, { provide: APP_GUARD, useClass: ThrottlerGuard }],
  });
  const socket = await openSocket(`${app.origin}/ws`);
  for (const id of [1, 2]) expect(await socket.ask(rpc(id, 'go'))).toMatchObject({ id, ok: true });
  expect(await socket.ask(rpc(3, 'go'))).toMatchObject({ id: 3, error: { code: 'TOO_MANY_REQUESTS' } });
});

it('what a guard writes into the headers is gone with its frame', async () => {
  @Injectable()
  class Mark implements CanActivate {
    canActivate(context: ExecutionContext): boolean {
      const { headers } = context.switchToHttp().getRequest<{ headers: Record<string, string> }>();
      headers['x-count'] = `${headers['x-count'] ?? ''}i`;
      return true;
    }
  }
  @Injectable()
  class Functions {
    @UseGuards(Mark)
    @MizanClient({ websocket: true, output: 'string' })
    count(@Headers('x-count') count: string): string {
      return count;
    }
  }
  app = await startApp({ providers: [Functions] });
  const socket = await openSocket(`${app.origin}/ws`);
  for (const id of [1, 2])
    expect(await socket.ask(rpc(id, 'count'))).toMatchObject({ data: { result: { result: 'i' } } });
});
