import { Injectable } from '@nestjs/common';
import { IsInt, MinLength } from 'class-validator';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Gate } from '../../test-support/cached-app.js';
import { adapters } from '../../test-support/start-app.js';
import { type FormsApp, startForms } from '../../test-support/start-forms.js';
import {
  Arg,
  Conflict,
  defineContext,
  FormInvalid,
  MizanClient,
  MizanForm,
  type MizanIdentity,
  Typed,
} from '../index.js';

const TicketContext = defineContext('ticket');

class Ticket {
  @Typed('integer') ticket_id!: number;
  @Typed() title!: string;
}
class EditTicket {
  @IsInt() ticket_id!: number;
  @MinLength(2) title!: string;
}

@Injectable()
class Tickets {
  runs = 0;
  gate: Gate | undefined;

  @MizanClient({ context: TicketContext, output: Ticket })
  ticket(@Arg('ticket_id', 'integer') ticket_id: number): Ticket {
    this.runs += 1;
    return { ticket_id, title: 'x' };
  }

  @MizanForm({ name: 'edit', affects: TicketContext, output: 'integer' })
  async edit({ title }: EditTicket): Promise<number> {
    this.runs += 1;
    await this.gate?.opened;
    if (title === 'taken') throw new FormInvalid('title', 'taken', 'Taken');
    if (title === 'conflict') throw new Conflict('Not now');
    return this.runs;
  }

  @MizanForm({ name: 'rows', formset: true })
  row(_row: EditTicket): void {
    this.runs += 1;
  }

  @MizanClient({ affects: TicketContext, output: 'integer' })
  touch(@Arg('ticket_id', 'integer') _ticketId: number): number {
    return (this.runs += 1);
  }

  @MizanClient({ merge: TicketContext, output: Ticket })
  rename(@Arg('ticket_id', 'integer') ticket_id: number, @Arg('title') title: string): Ticket {
    this.runs += 1;
    return { ticket_id, title };
  }

  @MizanClient({ output: 'integer' })
  count(): number {
    return (this.runs += 1);
  }
}

function readCaller(request: unknown): MizanIdentity | null {
  const { headers } = request as { readonly headers: Readonly<Record<string, string | undefined>> };
  const id = headers['x-user'];
  return id === undefined ? null : { id, isStaff: false, isSuperuser: false, permissions: [] };
}

const valid = { ticket_id: 7, title: 'ok' };

describe.each(adapters)('Idempotency-Key on %s', (adapter) => {
  let app: FormsApp;
  let tickets: Tickets;
  let keys = 0;
  let key = '';

  beforeAll(async () => {
    app = await startForms({ providers: [Tickets] }, { adapter, mizan: { identity: readCaller } });
    tickets = app.app.get(Tickets);
  });
  afterAll(() => app.close());
  beforeEach(() => {
    tickets.runs = 0;
    key = `key-${(keys += 1)}`;
  });

  async function call(fn: string, args: object, headers: Record<string, string> = {}) {
    const response = await app.call(fn, args, { 'Idempotency-Key': key, ...headers });
    return { status: response.status, body: await response.json() };
  }

  it('has a submission answered as the first was, and handled once', async () => {
    const first = await call('edit.submit', valid);
    expect(first).toEqual({
      status: 200,
      body: {
        result: { success: true, data: 1 },
        invalidate: [{ context: 'ticket', params: { ticket_id: 7 } }],
      },
    });
    expect(await call('edit.submit', { title: 'ok', ticket_id: 7 })).toEqual(first);
    expect(tickets.runs).toBe(1);
  });

  it('has every call handled without a key', async () => {
    await app.ask('edit.submit', valid);
    await app.ask('edit.submit', valid);
    expect(tickets.runs).toBe(2);
  });

  it('refuses another call under the same key', async () => {
    await call('edit.submit', valid);
    const { status, body } = await call('edit.submit', { ...valid, title: 'other' });
    expect([status, body]).toEqual([
      422,
      expect.objectContaining({
        code: 'VALIDATION_ERROR',
        details: { fields: { 'Idempotency-Key': ['was used with other arguments'] } },
      }),
    ]);
    expect(tickets.runs).toBe(1);
  });

  it('has a key for each function, and for each identity', async () => {
    await call('edit.submit', valid);
    await call('touch', { ticket_id: 7 });
    await call('edit.submit', valid, { 'x-user': 'ada' });
    await call('edit.submit', { ...valid, title: 'other' }, { 'x-user': 'sam' });
    expect(tickets.runs).toBe(4);
  });

  it('forgets what was not accepted, so that the same key goes on once it is right', async () => {
    expect(await call('edit.submit', { ...valid, title: 'x' })).toMatchObject({
      body: { result: { success: false } },
    });
    expect(await call('edit.submit', { ...valid, title: 'taken' })).toMatchObject({
      body: { result: { success: false } },
    });
    expect((await call('edit.submit', { ...valid, title: 'conflict' })).status).toBe(409);
    expect(await call('edit.submit', valid)).toMatchObject({ body: { result: { success: true } } });
    expect(tickets.runs).toBe(3);
  });

  it('lets those that come while the first runs wait for it', async () => {
    tickets.gate = new Gate();
    const first = call('edit.submit', valid);
    await vi.waitFor(() => expect(tickets.runs).toBe(1));
    const answers = [first, call('edit.submit', valid), call('edit.submit', valid)];
    const other = await call('edit.submit', { ...valid, title: 'other' });
    tickets.gate.open();
    tickets.gate = undefined;
    const bodies = (await Promise.all(answers)).map(({ body }) => body);
    expect(other.status).toBe(422);
    expect(bodies[1]).toEqual(bodies[0]);
    expect(bodies[2]).toEqual(bodies[0]);
    expect(tickets.runs).toBe(1);
  });

  it('has one of those that wait run when the first has failed', async () => {
    tickets.gate = new Gate();
    const bad = { ...valid, title: 'taken' };
    const answers = [1, 2, 3].map(() => call('edit.submit', bad));
    tickets.gate.open();
    tickets.gate = undefined;
    for (const { body } of await Promise.all(answers))
      expect(body).toMatchObject({ result: { success: false } });
    expect(tickets.runs).toBe(3);
  });

  it('holds for formsets and other mutations, and for nothing else', async () => {
    for (let time = 0; time < 2; time++) {
      await call('rows.formset.submit', { forms: [valid, valid] });
      await call('touch', { ticket_id: 7 });
      await call('count', {});
    }
    expect(tickets.runs).toBe(2 + 1 + 2);
  });

  it('has what was merged fetched instead, since it may be older than what is there now', async () => {
    const merged = await call('rename', valid);
    expect(merged.body).toMatchObject({ merge: [{ context: 'ticket', slot: 'ticket' }] });
    expect((await call('rename', valid)).body).toEqual({
      result: { ticket_id: 7, title: 'ok' },
      invalidate: [{ context: 'ticket', params: { ticket_id: 7 } }],
    });
  });

  it.each([' ', 'x'.repeat(256)])('refuses a key that is none', async (odd) => {
    const { status, body } = await call('edit.submit', valid, { 'Idempotency-Key': odd });
    expect([status, body]).toEqual([400, expect.objectContaining({ code: 'BAD_REQUEST' })]);
  });
});
