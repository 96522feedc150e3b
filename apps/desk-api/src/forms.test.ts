import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mizanTesting, type MizanTesting, type TestCaller } from '@mizan/nestjs';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DeskModule } from './desk.module.js';
import { PeopleService } from './people/people.service.js';

let folder: string;
let app: INestApplicationContext;
let nobody: MizanTesting;
let nora: TestCaller;
let theo: TestCaller;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'desk-'));
  vi.stubEnv('DESK_FILE', join(folder, 'desk.sqlite'));
  app = await NestFactory.createApplicationContext(DeskModule, { logger: false });
  nobody = mizanTesting(app);
  nora = await callAs(1);
  theo = await callAs(2);
});

async function callAs(id: number): Promise<TestCaller> {
  const person = await app.get(PeopleService, { strict: false }).find(id);
  if (!person) throw new Error(`the seed has no person ${id}`);
  // `as` copies own members, and the flags are getters of the class.
  const { name, role, phone, isStaff, isSuperuser } = person;
  const identity = { id, name, role, phone, isStaff, isSuperuser };
  return nobody.as(identity);
}

afterEach(async () => {
  await app.close();
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

/** The answer of a form that finds fault with fields. */
const faults = (errors: Readonly<Record<string, string>>) => ({
  errors: Object.entries(errors).map(([field, code]) =>
    expect.objectContaining({ field, errors: [expect.objectContaining({ code })] }),
  ),
});

const lamp = { title: 'Lamp flickers', text: 'Since this morning.' };

describe('a new ticket', () => {
  it('is opened by what somebody filled in, and makes stale what shows tickets', async () => {
    const { result, invalidate } = await nora.call('new_ticket.submit', {
      ...lamp,
      area: 'order',
      urgency: 'today',
    });
    expect(result).toMatchObject({
      success: true,
      data: { id: 8, title: 'Lamp flickers', area: 'order', urgency: 'today', callback: null },
    });
    expect(invalidate).toEqual(['tickets', 'global']);
  });

  it('says which field is wrong and how', async () => {
    const { result, invalidate } = await nora.call('new_ticket.submit', { title: ' ', area: 'weather' });
    const errors = faults({ title: 'invalid', area: 'invalid_choice', text: 'required' });
    expect(result).toEqual({ success: false, errors });
    expect(invalidate).toEqual([]);
  });

  it('is not one that its person has open already, by a title of any case', async () => {
    const data = { title: 'how do I change the DELIVERY address? ' };
    const check = { data, only: ['title'] };
    expect((await nora.call('new_ticket.validate', check)).result).toEqual(faults({ title: 'open_already' }));
    // The tickets of others are not to be known of.
    expect((await theo.call('new_ticket.validate', check)).result).toEqual(faults({}));
    await theo.call('close_ticket', { ticket_id: 7 });
    expect((await nora.call('new_ticket.validate', check)).result).toEqual(faults({}));
  });

  it('asks for a call only where there is a number', async () => {
    const urgent = { ...lamp, urgency: 'now' };
    expect((await nora.call('new_ticket.submit', urgent)).result).toEqual({
      success: false,
      errors: faults({ __all__: 'no_phone' }),
    });
    await nora.call('edit_profile.submit', { name: 'Nora Lind', phone: '+49 30 901820' });
    expect((await (await callAs(1)).call('new_ticket.submit', urgent)).result).toMatchObject({
      data: { callback: '+49 30 901820' },
    });
  });

  it('is nothing for nobody', async () => {
    for (const role of ['schema', 'validate', 'submit']) {
      await expect(nobody.call(`new_ticket.${role}`, { data: {} })).rejects.toMatchObject({
        code: 'UNAUTHORIZED',
      });
    }
  });
});

describe('a profile', () => {
  it('shows what it says now, and makes stale all that shows people', async () => {
    const change = { name: ' Nora Berg ', phone: '+4930901820' };
    const { result, invalidate } = await nora.call('edit_profile.submit', change);
    expect(result).toMatchObject({ success: true, data: { id: 1, name: 'Nora Berg' } });
    expect(invalidate).toEqual(['global', 'tickets', 'ticket', 'team', 'demo']);
    expect((await nora.call('edit_profile.schema')).result).toMatchObject({
      fields: [{ initial: 'Nora Berg' }, { initial: '+4930901820' }, { name: 'picture' }],
    });
  });

  it('takes no number that nobody could call', async () => {
    expect((await nora.call('edit_profile.submit', { name: '', phone: '12' })).result).toEqual({
      success: false,
      errors: faults({ name: 'required', phone: 'invalid' }),
    });
  });
});

const line = (sku: string, quantity: unknown, ticket_id = 5) => ({ ticket_id, sku, quantity });

/** What is ordered with ticket 5. */
async function linesOf(caller: TestCaller): Promise<unknown> {
  const { order } = await caller.context('ticket', { ticket_id: 5 });
  return order;
}

const sendLines = (...forms: object[]) => nora.call('order_line.formset.submit', { forms });

describe('an order', () => {
  it('replaces the one before, in the order of its lines', async () => {
    expect(await linesOf(nora)).toMatchObject([
      { product: { sku: 'LAMP-1', price: 8900 }, quantity: 1 },
      { product: { sku: 'BULB-4' }, quantity: 2 },
    ]);
    const forms = [
      { ...line('BULB-4', '3'), ORDER: 2 },
      { ...line('CORD-2', 1), ORDER: 1 },
    ];
    const { result, invalidate } = await nora.call('order_line.formset.submit', { forms });
    expect(result).toEqual({ success: true });
    expect(invalidate).toEqual(['ticket']);
    expect(await linesOf(nora)).toMatchObject([
      { product: { sku: 'CORD-2' }, quantity: 1 },
      { product: { sku: 'BULB-4' }, quantity: 3 },
    ]);
  });

  it('stays as it was when a line is wrong, or none is left', async () => {
    const before = await linesOf(nora);
    const wrong = { forms: [line('CORD-2', 1), line('GOLD-1', 0)] };
    expect((await nora.call('order_line.formset.submit', wrong)).result).toEqual({
      success: false,
      errors: {
        general: [],
        per_form: [{ errors: [] }, faults({ sku: 'invalid_choice', quantity: 'min_value' })],
      },
    });
    const none = { forms: [{ ...line('CORD-2', 1), DELETE: true }] };
    expect((await nora.call('order_line.formset.submit', none)).result).toMatchObject({
      errors: { general: ['Fill in at least 1.'] },
    });
    expect(await linesOf(nora)).toEqual(before);
  });

  it('is of one ticket that one sees and that is open', async () => {
    await expect(sendLines(line('CORD-2', 1, 4))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(sendLines(line('CORD-2', 1, 2))).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(sendLines(line('CORD-2', 1), line('CORD-2', 1, 7))).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
  });
});
