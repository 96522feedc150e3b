import {
  BadRequestException,
  type CallHandler,
  Catch,
  type ExecutionContext,
  type ExceptionFilter,
  ForbiddenException,
  Injectable,
  type NestInterceptor,
  type PipeTransform,
  Scope,
  UseFilters,
  UseGuards,
  UseInterceptors,
  UsePipes,
} from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { SkipThrottle, Throttle, ThrottlerGuard, ThrottlerModule } from '@nestjs/throttler';
import { IsInt, MinLength } from 'class-validator';
import { catchError, map, type Observable, tap, throwError } from 'rxjs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { adapters } from '../../../test-support/start-app.js';
import { type FormsApp, startForms } from '../../../test-support/start-forms.js';
import {
  Conflict,
  defineContext,
  FormCheck,
  FormInvalid,
  Identity,
  isMizanCall,
  MizanClient,
  MizanForm,
  type MizanIdentity,
  mizanTesting,
  Typed,
} from '../../index.js';

const TicketContext = defineContext('ticket');

class TicketKey {
  @IsInt() ticket_id!: number;
}
class Ticket {
  @Typed('integer') ticket_id!: number;
  @Typed() title!: string;
}
class EditTicket extends TicketKey {
  @MinLength(2) title!: string;
}

/** What happened, in order. */
const events: string[] = [];

@Injectable()
class Knocks {
  canActivate(context: ExecutionContext): boolean {
    events.push(`guard of ${context.getClass().name}.${context.getHandler().name}`);
    return context.getArgByIndex<{ headers: Record<string, string> }>(0).headers['x-door'] !== 'shut';
  }
}

@Injectable()
class Transacts implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { name } = context.getHandler();
    return next.handle().pipe(
      tap((answer) => events.push(`commit ${name} ${JSON.stringify(answer)}`)),
      catchError((error: unknown) => {
        events.push(`roll back ${name}`);
        return throwError(() => error);
      }),
    );
  }
}

@Injectable()
class Pipes implements PipeTransform {
  transform(value: unknown): unknown {
    events.push(`pipe ${value instanceof EditTicket ? value.title : typeof value}`);
    return value;
  }
}

@Catch(Conflict)
class Explains implements ExceptionFilter {
  catch(): never {
    throw new ForbiddenException('explained');
  }
}

@Injectable({ scope: Scope.REQUEST })
class TicketForms {
  readonly #made = Math.random();

  @MizanClient({ context: TicketContext, output: Ticket })
  ticket({ ticket_id }: TicketKey): Ticket {
    return { ticket_id, title: 'x' };
  }

  @MizanForm({ name: 'edit_ticket', affects: TicketContext, auth: true, output: Ticket })
  @UseGuards(Knocks)
  @UseInterceptors(Transacts)
  @UsePipes(Pipes)
  @UseFilters(Explains)
  edit(ticket: EditTicket, @Identity() who: MizanIdentity | null): Ticket {
    events.push(`method ${ticket.title} of ${String(who?.id)}`);
    if (ticket.title === 'taken') throw new FormInvalid('title', 'taken', 'Somebody has it');
    if (ticket.title === 'misnamed') throw new FormInvalid('nothing', 'odd', 'No such field');
    if (ticket.title === 'conflict') throw new Conflict('Somebody edits it');
    if (ticket.title === 'bug') throw new Error('secret internals');
    return Object.assign(new Ticket(), ticket, { secret: 'stays' });
  }

  @FormCheck('edit_ticket')
  looksAt({ title }: Partial<EditTicket>, who: MizanIdentity | null): void {
    // A private field proves that this is a whole instance, of the request.
    events.push(`check ${String(title)} by ${String(who?.id)} ${typeof this.#made}`);
  }

  @MizanForm({ merge: TicketContext, output: Ticket })
  renameTicket({ ticket_id, title }: EditTicket): Promise<Ticket> {
    return Promise.resolve({ ticket_id, title });
  }

  @MizanForm({ output: 'integer' })
  countTickets(_data: EditTicket): number {
    return 5;
  }

  @MizanForm({ name: 'undeclared' })
  undeclared(_data: EditTicket): { readonly lost: boolean } {
    return { lost: true };
  }
}

const identity = ({ headers }: { readonly headers: Record<string, string> }) =>
  headers['x-user'] === undefined
    ? null
    : { id: headers['x-user'], isStaff: false, isSuperuser: false, permissions: [] };

const ada = { 'x-user': 'ada' };

describe.each(adapters)('a form on %s', (adapter) => {
  let app: FormsApp;

  beforeAll(async () => {
    app = await startForms({ providers: [TicketForms] }, { adapter, mizan: { identity: identity as never } });
  });
  afterAll(() => app.close());
  beforeEach(() => void (events.length = 0));

  async function submit(args: object, headers: Record<string, string> = ada) {
    const response = await app.call('edit_ticket.submit', args, headers);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  it('runs everything around its method for a valid submission, and the method last', async () => {
    const { status, body } = await submit({ ticket_id: '7', title: 'ok' });
    expect([status, body]).toEqual([
      200,
      {
        result: { success: true, data: { ticket_id: 7, title: 'ok' } },
        invalidate: [{ context: 'ticket', params: { ticket_id: 7 } }],
      },
    ]);
    expect(events).toEqual([
      'guard of TicketForms.edit',
      'check ok by ada number',
      'pipe ok',
      'pipe object',
      'method ok of ada',
      'commit edit {"success":true,"data":{"ticket_id":7,"title":"ok","secret":"stays"}}',
    ]);
  });

  it('answers what is wrong without pipes or method, and makes nothing stale', async () => {
    const { status, body } = await submit({ ticket_id: 7, title: 'x' });
    expect([status, body]).toEqual([
      200,
      {
        result: {
          success: false,
          errors: {
            errors: [
              { field: 'title', errors: [{ code: 'min_length', message: 'Use at least 2 characters.' }] },
            ],
          },
        },
      },
    ]);
    expect(events.map((event) => event.split(' ', 1)[0])).toEqual(['guard', 'check', 'commit']);
  });

  it('answers what the method finds wrong, which is an error to all that is around it', async () => {
    const { status, body } = await submit({ ticket_id: 7, title: 'taken' });
    const errors = [{ field: 'title', errors: [{ code: 'taken', message: 'Somebody has it' }] }];
    expect([status, body]).toEqual([200, { result: { success: false, errors: { errors } } }]);
    expect(events.at(-1)).toBe('roll back edit');
  });

  it('shows other errors of the method to its filters, and nobody what it is not for', async () => {
    expect(await submit({ ticket_id: 7, title: 'conflict' })).toMatchObject({
      status: 403,
      body: { code: 'FORBIDDEN', message: 'explained' },
    });
    const { status, body } = await submit({ ticket_id: 7, title: 'bug' });
    expect([status, body['code']]).toEqual([500, 'INTERNAL_ERROR']);
    expect(JSON.stringify(body)).not.toContain('secret');
  });

  it('fails and says so in the log when a field is named that it does not have', async () => {
    expect((await submit({ ticket_id: 7, title: 'misnamed' })).status).toBe(500);
    expect(app.logged.at(-1)?.text).toContain('The form "edit_ticket" has no field "nothing"');
  });

  it('is guarded in all its functions, before anything of the data is looked at', async () => {
    for (const fn of ['schema', 'validate', 'submit']) {
      const refused = await app.call(`edit_ticket.${fn}`, { data: 5 });
      expect([fn, refused.status]).toEqual([fn, 401]);
      const shut = await app.call(`edit_ticket.${fn}`, { data: 5 }, { ...ada, 'x-door': 'shut' });
      expect([fn, shut.status]).toEqual([fn, 403]);
    }
    expect(events).toEqual(
      ['edit.schema', 'edit.validate', 'edit'].flatMap((name) =>
        Array(2).fill(`guard of TicketForms.${name}`),
      ),
    );
  });

  it('has interceptors around what it checks and shows', async () => {
    await app.ask('edit_ticket.validate', { data: { ticket_id: 1, title: 'ok' } }, ada);
    expect(events).toEqual([
      'guard of TicketForms.edit.validate',
      'check ok by ada number',
      'commit edit.validate {"errors":[]}',
    ]);
  });

  it('merges what its method answers, and not that it was accepted', async () => {
    const response = await app.call('rename_ticket.submit', { ticket_id: 7, title: 'new' });
    const value = { ticket_id: 7, title: 'new' };
    expect(await response.json()).toEqual({
      result: { success: true, data: value },
      merge: [{ context: 'ticket', slot: 'ticket', value, params: { ticket_id: 7 } }],
    });
  });

  it('answers with data of any declared type', async () => {
    const result = await app.ask('count_tickets.submit', { ticket_id: 7, title: 'new' });
    expect(result).toEqual({ success: true, data: 5 });
  });

  it('does not lose what its method answers without having declared it', async () => {
    const response = await app.call('undeclared.submit', { ticket_id: 7, title: 'new' });
    expect(response.status).toBe(500);
    expect(app.logged.at(-1)?.text).toContain('declares no `output`');
  });

  it('is told by its wire names to whoever tests it', async () => {
    const agent = mizanTesting(app.app).as({ id: 'sam' });
    const { result, invalidate } = await agent.call('edit_ticket.submit', { ticket_id: 3, title: 'hi' });
    expect(result).toEqual({ success: true, data: { ticket_id: 3, title: 'hi' } });
    expect(invalidate).toEqual([{ context: 'ticket', params: { ticket_id: 3 } }]);
  });
});

@Injectable()
class Throttled {
  @MizanForm('often')
  @Throttle({ default: { limit: 2, ttl: 60_000 } })
  often(_data: EditTicket): void {
    // What is let through counts here.
  }

  @MizanClient({ output: 'boolean' })
  @SkipThrottle()
  free(): boolean {
    return true;
  }
}

describe('a throttler of the app', () => {
  it('counts what is checked and what is submitted apart', async () => {
    const app = await startForms({
      imports: [ThrottlerModule.forRoot([{ limit: 100, ttl: 60_000 }])],
      providers: [Throttled, { provide: APP_GUARD, useClass: ThrottlerGuard }],
    });
    const statusOf = async (fn: string) => (await app.call(fn, { data: {} })).status;
    const validated = [];
    for (let call = 0; call < 3; call++) validated.push(await statusOf('often.validate'));
    expect(validated).toEqual([200, 200, 429]);
    expect(await statusOf('often.submit')).toBe(200);
    await app.close();
  });
});

@Injectable()
class Wraps implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(map((data: unknown) => (isMizanCall(context) ? data : { data })));
  }
}

@Injectable()
class Refuses implements PipeTransform {
  transform(value: unknown): unknown {
    if (value instanceof EditTicket && value.title === 'piped') throw new BadRequestException('by a pipe');
    return value;
  }
}

@Injectable()
class Piped {
  @MizanForm('piped')
  @UseInterceptors(Wraps)
  @UsePipes(Refuses)
  take(_data: EditTicket): void {
    // What is let through counts here.
  }
}

describe('pipes and wrappers', () => {
  it('see valid forms, and their errors are errors', async () => {
    const app = await startForms({ providers: [Piped] });
    const statusOf = async (title: string) =>
      (await app.call('piped.submit', { ticket_id: 1, title })).status;
    expect([await statusOf('piped'), await statusOf('x'), await statusOf('fine')]).toEqual([400, 200, 200]);
    await app.close();
  });
});

@Injectable()
class WrapsAll implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(map((data: unknown) => ({ data })));
  }
}

@Injectable()
class Wrapped {
  @MizanForm({ name: 'wrapped', formset: true })
  @UseInterceptors(WrapsAll)
  take(_data: EditTicket): void {
    // What is around it counts here.
  }
}

describe('an interceptor that wraps the answers of forms', () => {
  it('is told in the log, with what to do about it', async () => {
    const app = await startForms({ providers: [Wrapped] });
    const calls = {
      'wrapped.schema': {},
      'wrapped.validate': { data: {} },
      'wrapped.submit': { ticket_id: 1, title: 'ok' },
      'wrapped.formset.schema': {},
      'wrapped.formset.validate': { forms: [] },
      'wrapped.formset.submit': { forms: [] },
    };
    for (const [fn, args] of Object.entries(calls)) {
      expect([fn, (await app.call(fn, args)).status]).toEqual([fn, 500]);
      expect(app.logged.at(-1)?.text).toContain('isMizanCall(context)');
    }
    await app.close();
  });
});
