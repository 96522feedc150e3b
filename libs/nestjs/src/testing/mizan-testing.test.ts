import {
  type ArgumentsHost,
  type CallHandler,
  type CanActivate,
  Catch,
  type ExceptionFilter,
  type ExecutionContext,
  Global,
  HttpException,
  Injectable,
  type LoggerService,
  Module,
  type NestInterceptor,
  UseFilters,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { APP_FILTER, BaseExceptionFilter } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { ThrottlerGuard, ThrottlerModule } from '@nestjs/throttler';
import { map } from 'rxjs';
import { afterEach, describe, expect, it } from 'vitest';
import { Arg } from '../declare/arg.decorator.js';
import { defineContext } from '../declare/context-ref.js';
import { functionOf } from '../declare/function-of.js';
import { MizanClient } from '../declare/mizan-client.decorator.js';
import { MizanError, NotFound } from '../errors/index.js';
import { Identity, type MizanIdentity } from '../identity/index.js';
import { MizanModule } from '../mizan.module.js';
import { Typed } from '../types/index.js';
import { type MizanTesting, mizanTesting } from './index.js';

const TicketContext = defineContext('ticket');

class Ticket {
  @Typed('integer')
  id!: number;

  @Typed()
  openedAt!: Date;
}

class Teapot extends HttpException {
  constructor() {
    super('short and stout', 418);
  }
}

class Person implements MizanIdentity {
  readonly permissions: readonly string[] = [];
  readonly isSuperuser = false;

  constructor(
    readonly id: string,
    private readonly role: 'agent' | 'customer',
  ) {}

  get isStaff(): boolean {
    return this.role === 'agent';
  }
}

@Injectable()
class Doubles implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler<number>) {
    return next.handle().pipe(map((value) => value * 2));
  }
}

@Injectable()
class OnlyKnown implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    return context.switchToHttp().getRequest<{ user?: unknown }>().user !== undefined;
  }
}

interface AnyResponse {
  status(code: number): { send(body: unknown): void };
}

@Catch(NotFound)
class Answers implements ExceptionFilter {
  catch(_error: NotFound, host: ArgumentsHost): void {
    host.switchToHttp().getResponse<AnyResponse>().status(410).send({ message: 'It was here' });
  }
}

@Catch(Teapot)
class AnswersLikeNest extends BaseExceptionFilter {}

@Injectable()
class TicketFunctions {
  @MizanClient({ context: TicketContext, output: Ticket })
  ticket(@Arg('ticket_id', 'integer') id: number): Ticket {
    return { id, openedAt: new Date(0) };
  }

  @MizanClient({ affects: TicketContext, merge: TicketContext, auth: 'staff', output: Ticket })
  closeTicket(@Arg('ticket_id', 'integer') id: number): Ticket {
    return { id, openedAt: new Date(0) };
  }

  @MizanClient({ output: 'string' })
  whoami(@Identity() who: MizanIdentity | null) {
    return who === null ? 'nobody' : `${who.id}:${who.isStaff}:${who.permissions.join('+')}`;
  }

  @UseInterceptors(Doubles)
  @MizanClient({ output: 'integer' })
  double(@Arg('n', 'integer') n: number) {
    return n;
  }

  @UseGuards(OnlyKnown)
  @MizanClient({ output: 'boolean' })
  known() {
    return true;
  }

  @UseFilters(Answers)
  @MizanClient({ output: 'boolean', affects: TicketContext })
  lost(): boolean {
    throw new NotFound();
  }

  @MizanClient({ output: 'boolean' })
  teapot(): boolean {
    throw new Teapot();
  }

  @MizanClient({ output: 'boolean' })
  missing(): boolean {
    throw new NotFound('No such ticket', { details: { id: 7 } });
  }

  @UseGuards(ThrottlerGuard)
  @MizanClient({ output: 'boolean' })
  rare() {
    return true;
  }

  @MizanClient({ output: 'boolean' })
  buggy(): boolean {
    throw new Error('secret internals');
  }

  @MizanClient({ private: true, output: 'boolean' })
  hidden() {
    return true;
  }
}

const silence: LoggerService = { log() {}, error() {}, warn() {} };

@Global()
@Module({
  imports: [
    MizanModule.forRoot({
      identity: () => ({ id: 'option', isStaff: true, isSuperuser: true, permissions: [] }),
    }),
    ThrottlerModule.forRoot([{ ttl: 60_000, limit: 1 }]),
  ],
  providers: [TicketFunctions, { provide: APP_FILTER, useClass: AnswersLikeNest }],
})
class AppModule {}

type MakeAdapter = () => ExpressAdapter | FastifyAdapter;

const adapters: readonly (readonly [string, MakeAdapter])[] = [
  ['Express', () => new ExpressAdapter()],
  ['Fastify', () => new FastifyAdapter()],
];

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function openApp(makeAdapter: MakeAdapter | undefined): Promise<MizanTesting> {
  const module = await Test.createTestingModule({ imports: [AppModule] })
    .setLogger(silence)
    .compile();
  const app = makeAdapter === undefined ? module : module.createNestApplication(makeAdapter());
  await app.init();
  closing.push(() => app.close());
  return mizanTesting(app);
}

describe.each([...adapters, ['no HTTP at all', undefined] as const])(
  'mizanTesting with %s',
  (_platform, makeAdapter) => {
    const open = () => openApp(makeAdapter);

    it('calls a function as somebody and tells what became stale and what merges', async () => {
      const agent = (await open()).as({ id: 1, isStaff: true });
      const ticket = { id: 7, openedAt: '1970-01-01T00:00:00.000Z' };
      const params = { ticket_id: 7 };
      expect(await agent.call('close_ticket', params)).toEqual({
        result: ticket,
        invalidate: [{ context: 'ticket', params }],
        merge: [{ context: 'ticket', slot: 'ticket', value: ticket, params }],
      });
    });

    it('takes a method for its name', async () => {
      const testing = await open();
      const double = functionOf(() => TicketFunctions, 'double');
      expect((await testing.call(double, { n: 2 })).result).toEqual({ result: 4 });
      const stranger = testing.call(functionOf(() => Doubles, 'intercept'));
      await expect(stranger).rejects.toThrow(/^This method is no function of the app/);
    });

    it('says so when nothing became stale', async () => {
      expect(await (await open()).call('double', { n: 2 })).toEqual({
        result: { result: 4 },
        invalidate: [],
        merge: [],
      });
    });

    it('reads a context by its reference or its name', async () => {
      const testing = await open();
      const bundle = { ticket: { id: 7, openedAt: '1970-01-01T00:00:00.000Z' } };
      expect(await testing.context(TicketContext, { ticket_id: 7, other: undefined })).toEqual(bundle);
      expect(await testing.context('ticket', { ticket_id: 7 })).toEqual(bundle);
    });

    it('is nobody until it is somebody, whatever the option identity says', async () => {
      const testing = await open();
      const whoami = async (caller = testing.as(null)) => (await caller.call('whoami')).result;
      expect(await whoami()).toEqual({ result: 'nobody' });
      expect((await testing.call('whoami')).result).toEqual({ result: 'nobody' });
      expect(await whoami(testing.as({ id: 'ada' }))).toEqual({ result: 'ada:false:' });
      expect(await whoami(testing.as({ id: 2, isStaff: true, permissions: ['a', 'b'] }))).toEqual({
        result: '2:true:a+b',
      });
    });

    it.each([
      ['nobody', null, 'UNAUTHORIZED', 401],
      ['somebody without the right', { id: 1 }, 'FORBIDDEN', 403],
      ['a superuser, who is not thereby staff', { id: 1, isSuperuser: true }, 'FORBIDDEN', 403],
    ])('refuses %s by the auth rule', async (_who, identity, code, status) => {
      const refused = (await open()).as(identity).call('close_ticket', { ticket_id: 7 });
      await expect(refused).rejects.toBeInstanceOf(MizanError);
      await expect(refused).rejects.toMatchObject({ code, status });
    });

    it.each([
      [
        'an input of the wrong type',
        'double',
        { n: '2' },
        { code: 'VALIDATION_ERROR', details: { fields: { n: [expect.any(String)] } } },
      ],
      ['a date where a number should be', 'double', { n: new Date(0) }, { code: 'VALIDATION_ERROR' }],
      ['an unknown function', 'nope', {}, { code: 'NOT_FOUND' }],
      ['a private function', 'hidden', {}, { code: 'FORBIDDEN' }],
      [
        'an error with details',
        'missing',
        {},
        { code: 'NOT_FOUND', message: 'No such ticket', details: { id: 7 } },
      ],
      [
        'an unexpected error',
        'buggy',
        {},
        { code: 'INTERNAL_ERROR', message: 'Something went wrong on the server.' },
      ],
      ['an answer of a filter', 'lost', {}, { status: 410, code: 'HTTP_410', message: 'It was here' }],
    ])('rejects with the error of %s', async (_title, name, input, expected) => {
      await expect((await open()).call(name, input)).rejects.toMatchObject(expected);
    });

    it('hands an object with all flags on as it is, with what its class computes', async () => {
      const testing = await open();
      const { result } = await testing.as(new Person('sam', 'agent')).call('whoami');
      expect(result).toEqual({ result: 'sam:true:' });
    });

    it('rejects with the error of a member when a bundle fails', async () => {
      const testing = await open();
      await expect(testing.context(TicketContext)).rejects.toMatchObject({
        code: 'VALIDATION_ERROR',
        status: 422,
      });
      await expect(testing.context('nope')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });

    it('runs the guards of the app, which find the caller where passport would have put him', async () => {
      const testing = await open();
      await expect(testing.call('known')).rejects.toMatchObject({ code: 'FORBIDDEN' });
      expect((await testing.as({ id: 1 }).call('known')).result).toEqual({ result: true });
    });

    it('lets a throttler count', async () => {
      const testing = await open();
      await testing.call('rare');
      await expect(testing.call('rare')).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    });
  },
);

it.each(adapters)(
  'understands what filters do on %s that extend that of Nest',
  async (_platform, makeAdapter) => {
    const refused = (await openApp(makeAdapter)).call('teapot');
    await expect(refused).rejects.toMatchObject({ status: 418, message: 'short and stout' });
  },
);

it('asks for the start of an app that has not started', async () => {
  const module = await Test.createTestingModule({ imports: [AppModule] }).compile();
  closing.push(() => module.close());
  const early = mizanTesting(module);
  const message = /^The app has not started.*app\.init\(\)/;
  await expect(early.call('whoami')).rejects.toThrow(message);
  await expect(early.call(functionOf(() => TicketFunctions, 'whoami'))).rejects.toThrow(message);
  await expect(early.context('ticket')).rejects.toThrow(message);
  await module.init();
  expect((await early.call('whoami')).result).toEqual({ result: 'nobody' });
});
