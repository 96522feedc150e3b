import {
  type CallHandler,
  type CanActivate,
  Controller,
  type ExecutionContext,
  Get,
  Injectable,
  Module,
  type ModuleMetadata,
  type NestInterceptor,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { createApp, type LogLine } from '../../test-support/start-app.js';
import { defineContext } from '../declare/context-ref.js';
import { MizanClient } from '../declare/mizan-client.decorator.js';
import { Identity, type MizanIdentity } from '../identity/index.js';
import { MizanModule } from '../mizan.module.js';
import type { MizanOptions } from '../mizan-options.js';
import { Auth, type AuthPolicy, type AuthRule, MizanAuthGuard } from './index.js';

interface HttpRequest {
  readonly headers: Readonly<Record<string, string | undefined>>;
  user?: unknown;
  session?: { readonly who: string };
}

const DeskContext = defineContext('desk');

const permissions: Readonly<Record<string, readonly string[]>> = {
  kim: ['ticket.close', 'ticket.reopen'],
  lee: ['ticket.close'],
};

function signIn(request: HttpRequest): void {
  const who = request.headers['x-who'];
  if (who !== undefined) request.user = { id: who, isStaff: who === 'sam', permissions: permissions[who] };
}

/** Stands for a guard of passport on some methods only. */
@Injectable()
class SignIn implements CanActivate {
  async canActivate(context: ExecutionContext): Promise<boolean> {
    await Promise.resolve();
    signIn(context.switchToHttp().getRequest<HttpRequest>());
    return true;
  }
}

/** Signs in somebody of its own, as when members of a bundle take different credentials. */
class SignInAs implements CanActivate {
  constructor(private readonly who: string) {}

  canActivate(context: ExecutionContext): boolean {
    context.switchToHttp().getRequest<HttpRequest>().user = { id: this.who };
    return true;
  }
}

/** Waits, so that the guards of the other member come in between. */
@Injectable()
class GivesTurn implements NestInterceptor {
  async intercept(_context: ExecutionContext, next: CallHandler) {
    await new Promise<void>((resolve) => setImmediate(resolve));
    return next.handle();
  }
}

/** Stands for a guard that puts the caller where only the option `identity` looks. */
@Injectable()
class OpenSession implements CanActivate {
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<HttpRequest>();
    await Promise.resolve();
    request.session = { who: request.headers['x-who'] ?? '' };
    return true;
  }
}

@Injectable()
class Shift {
  readonly workers = new Set(['sam']);
}

@Injectable()
class OnShift implements AuthPolicy {
  constructor(private readonly shift: Shift) {}

  allows(identity: MizanIdentity | null): boolean {
    return identity !== null && this.shift.workers.has(String(identity.id));
  }
}

@Injectable()
class GuardedFunctions {
  // Read first, before any guard of the others has signed anybody in.
  @MizanClient({ context: DeskContext, output: 'string' })
  open(@Identity() who: MizanIdentity | null) {
    return String(who?.id ?? 'nobody');
  }

  @MizanClient({ context: DeskContext, auth: true, output: 'string' })
  @UseGuards(SignIn)
  guardBelow(@Identity() who: MizanIdentity) {
    return String(who.id);
  }

  @UseGuards(SignIn)
  @MizanClient({ context: DeskContext, auth: true, output: 'string' })
  guardAbove(@Identity() who: MizanIdentity) {
    return String(who.id);
  }

  @UseGuards(OpenSession)
  @MizanClient({ auth: true, output: 'string' })
  bySession(@Identity() who: MizanIdentity) {
    return String(who.id);
  }

  @UseGuards(SignIn)
  @MizanClient({ auth: OnShift, output: 'boolean' })
  onShift() {
    return true;
  }

  @UseGuards(SignIn)
  @MizanClient({
    auth: (_identity, { moduleRef }) => moduleRef.get(Shift).workers.size === 1,
    output: 'boolean',
  })
  byService() {
    return true;
  }
}

@UseGuards(SignIn)
@Auth('staff')
@Injectable()
class StaffFunctions {
  @MizanClient({ output: 'boolean' })
  ofClass() {
    return true;
  }

  @MizanClient({ auth: { permission: 'ticket.close' }, output: 'boolean' })
  byPermission() {
    return true;
  }

  @Auth({ permission: ['ticket.close', 'ticket.reopen'] })
  @MizanClient({ output: 'boolean' })
  byBoth() {
    return true;
  }

  @MizanClient({ auth: true, output: 'boolean' })
  ofMethod() {
    return true;
  }
}

const allowed: string[] = [];
const remember = (name: string) => (identity: MizanIdentity | null) => {
  allowed.push(`${name}: ${identity?.id}`);
  return true;
};

@UseInterceptors(GivesTurn)
@Injectable()
class CrossedFunctions {
  @UseGuards(new SignInAs('alice'))
  @MizanClient({ context: 'crossed', auth: remember('first'), output: 'string' })
  first(@Identity() who: MizanIdentity) {
    return `first: ${who.id}`;
  }

  @UseGuards(new SignInAs('bob'))
  @MizanClient({ context: 'crossed', auth: remember('second'), output: 'string' })
  second(@Identity() who: MizanIdentity) {
    return `second: ${who.id}`;
  }
}

@UseGuards(SignIn)
@Injectable()
class DecoratedFunctions {
  @Auth('staff')
  @MizanClient({ output: 'boolean' })
  ruleAbove() {
    return true;
  }

  @MizanClient({ output: 'boolean' })
  @Auth('staff')
  ruleBelow() {
    return true;
  }
}

function headersOf(who: string | undefined): Record<string, string> {
  return { 'content-type': 'application/json', ...(who === undefined ? {} : { 'x-who': who }) };
}

async function read(response: Response): Promise<{ status: number; body: unknown }> {
  return { status: response.status, body: await response.json() };
}

function readSession({ session }: HttpRequest): MizanIdentity | null {
  return session === undefined
    ? null
    : { id: session.who, isStaff: false, isSuperuser: false, permissions: [] };
}

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

describe.each([
  ['Express', () => new ExpressAdapter()],
  ['Fastify', () => new FastifyAdapter()],
])('auth of functions on %s', (_platform, makeAdapter) => {
  const open = async (options: MizanOptions<HttpRequest> = {}, extra: ModuleMetadata['providers'] = []) => {
    @Module({
      imports: [MizanModule.forRoot(options)],
      providers: [
        GuardedFunctions,
        StaffFunctions,
        CrossedFunctions,
        DecoratedFunctions,
        Shift,
        OnShift,
        ...extra,
      ],
    })
    class AppModule {}

    const app = await NestFactory.create(AppModule, makeAdapter(), { logger: false });
    closing.push(() => app.close());
    await app.listen(0, '127.0.0.1');
    const base = `${await app.getUrl()}/api/mizan`;
    return {
      call: async (fn: string, who?: string, args?: unknown) =>
        read(
          await fetch(`${base}/call/`, {
            method: 'POST',
            headers: headersOf(who),
            body: JSON.stringify({ fn, args }),
          }),
        ),
      context: async (name: string, who?: string) =>
        read(await fetch(`${base}/ctx/${name}/`, { headers: headersOf(who) })),
    };
  };

  it.each([
    ['guard_below', undefined, 401],
    ['guard_below', 'ada', 200],
    ['guard_above', undefined, 401],
    ['guard_above', 'ada', 200],
    ['on_shift', 'ada', 403],
    ['on_shift', undefined, 403],
    ['on_shift', 'sam', 200],
    ['by_service', undefined, 200],
    ['of_class', undefined, 401],
    ['of_class', 'ada', 403],
    ['of_class', 'sam', 200],
    ['by_permission', undefined, 401],
    ['by_permission', 'sam', 403],
    ['by_permission', 'lee', 200],
    ['by_both', undefined, 401],
    ['by_both', 'lee', 403],
    ['by_both', 'kim', 200],
    ['of_method', undefined, 401],
    ['of_method', 'ada', 200],
    ['rule_above', undefined, 401],
    ['rule_above', 'ada', 403],
    ['rule_above', 'sam', 200],
    ['rule_below', undefined, 401],
    ['rule_below', 'ada', 403],
    ['rule_below', 'sam', 200],
  ])('%s as %s answers %i: the guards of the method come first', async (fn, who, status) => {
    expect((await (await open()).call(fn, who)).status).toBe(status);
  });

  it('never tells by a refusal whether the input was right', async () => {
    const { call } = await open();
    expect((await call('of_class', 'ada', { surprise: 1 })).status).toBe(403);
    expect((await call('of_class', 'ada', [])).status).toBe(400);
  });

  it('knows who was signed in by the guard of one member, though another member was read before', async () => {
    const { context } = await open();
    const { status, body } = await context('desk', 'ada');
    expect(status).toBe(200);
    expect(body).toMatchObject({ guard_above: { result: 'ada' }, guard_below: { result: 'ada' } });
    expect(await context('desk')).toMatchObject({ status: 401, body: { code: 'UNAUTHORIZED' } });
  });

  it('gives @Identity() whom the rule of that very function let in, whoever was signed in since', async () => {
    allowed.splice(0);
    const { context } = await open();
    const { body } = await context('crossed');
    const { first, second } = body as Record<'first' | 'second', { result: string }>;
    expect([first.result, second.result]).toEqual(allowed);
    expect(new Set(allowed.map((line) => line.split(': ')[1]))).toEqual(new Set(['alice', 'bob']));
  });

  it('asks the option identity after the guards, which may have found what it looks at', async () => {
    const { call } = await open({ identity: readSession });
    expect(await call('by_session', 'ada')).toEqual({ status: 200, body: { result: { result: 'ada' } } });
  });

  it('asks the option identity once for a whole bundle', async () => {
    const asked: unknown[] = [];
    const identity = async ({ headers }: HttpRequest) => {
      asked.push(headers['x-who']);
      return { id: 'ada', isStaff: false, isSuperuser: false, permissions: [] };
    };
    const { context } = await open({ identity }, [{ provide: APP_GUARD, useClass: SignIn }]);
    expect((await context('desk', 'ada')).status).toBe(200);
    expect(asked).toEqual(['ada']);
  });

  it('lets nobody in when the option identity fails or returns something else', async () => {
    const broken = await open({
      identity: () => {
        throw new Error('secret internals');
      },
    });
    const internal = { error: true, code: 'INTERNAL_ERROR', message: 'Something went wrong on the server.' };
    expect(await broken.call('guard_above', 'ada')).toEqual({ status: 500, body: internal });
    // What a JavaScript app may give.
    const loose = await open({ identity: () => ({ id: 1 }) as MizanIdentity });
    expect(await loose.call('guard_above', 'ada')).toEqual({ status: 500, body: internal });
  });
});

describe('a class of functions without MizanModule', () => {
  it('can be made in a unit test, with what it injects', async () => {
    const unit = await Test.createTestingModule({
      providers: [GuardedFunctions, StaffFunctions, Shift],
    }).compile();
    expect(unit.get(StaffFunctions).ofClass()).toBe(true);
    await unit.close();
  });

  it('is told of in the log, and what needs the module says so', async () => {
    @Controller('plain')
    class PlainController {
      @UseGuards(MizanAuthGuard)
      @Get('guarded')
      guarded() {}

      @Get('who')
      who(@Identity() who: MizanIdentity | null) {
        return { who };
      }
    }
    @Module({ controllers: [PlainController] })
    class AppModule {}
    const lines: string[] = [];
    const keep = (line: unknown) => void lines.push(String(line));
    const app = await NestFactory.create(AppModule, { logger: { log: () => {}, warn: keep, error: keep } });
    closing.push(() => app.close());
    await app.listen(0, '127.0.0.1');
    expect(lines.splice(0)).toEqual([expect.stringMatching(/^MizanAuthGuard needs MizanModule: add/)]);
    for (const [path, user] of [
      ['guarded', 'MizanAuthGuard'],
      ['who', '@Identity()'],
    ] as const) {
      expect((await fetch(`${await app.getUrl()}/plain/${path}`)).status).toBe(500);
      expect(lines.splice(0)).toEqual([
        expect.stringContaining(`${user} needs MizanModule: add MizanModule.forRoot()`),
      ]);
    }
  });
});

describe('a function of an app whose options are wrong', () => {
  it('does not say that MizanModule is missing', async () => {
    const logged: LogLine[] = [];
    const mizan = { tokens: { mwt: { secret: 'short' } } };
    const starting = createApp({ providers: [StaffFunctions, Shift] }, { mizan }, logged);
    await expect(starting).rejects.toMatchObject({ code: 'MIZAN_BOOT' });
    expect(logged.filter(({ text }) => text.includes('needs MizanModule'))).toEqual([]);
  });
});

describe('a rule that is not there', () => {
  it.each([undefined, null])('is no open door: %s', (nothing) => {
    // What CommonJS gives in place of a class that a circular import has not come to yet.
    const rule = nothing as unknown as AuthRule;
    const refusal = new TypeError(`@Auth got ${nothing} instead of a rule: is there a circular import?`);
    expect(() => {
      class Desk {
        @Auth(rule) @MizanClient({ output: 'boolean' }) open(): boolean {
          return true;
        }
      }
      return Desk;
    }).toThrow(refusal);
    expect(() => {
      @Auth(rule)
      class Desk {}
      return Desk;
    }).toThrow(refusal);
  });
});
