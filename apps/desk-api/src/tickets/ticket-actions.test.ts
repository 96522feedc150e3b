import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mizanTesting, type MizanTesting, type TestCaller } from '@mizan/nestjs';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DeskModule } from '../desk.module.js';
import { PeopleService } from '../people/people.service.js';

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
  const { name, role, isStaff, isSuperuser } = person;
  const identity = { id, name, role, isStaff, isSuperuser };
  return nobody.as(identity);
}

afterEach(async () => {
  await app.close();
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

it('makes stale what shows the ticket that is closed, and no other ticket', async () => {
  const { result, invalidate } = await theo.call('close_ticket', { ticket_id: 5 });
  expect(result).toMatchObject({ id: 5, status: 'closed' });
  expect(invalidate).toEqual(['tickets', { context: 'ticket', params: { ticket_id: 5 } }, 'global']);
  expect(await theo.context('ticket', { ticket_id: 5 })).toMatchObject({ ticket: { status: 'closed' } });
});

it('hands the new title to the ticket, and makes the list stale', async () => {
  const { merge, invalidate } = await nora.call('rename_ticket', { ticket_id: 5, title: 'Lost parcel' });
  expect(merge).toMatchObject([
    { context: 'ticket', slot: 'ticket', value: { title: 'Lost parcel' }, params: { ticket_id: 5 } },
  ]);
  expect(invalidate).toEqual(['tickets']);
});

it('hands a new comment to its ticket, and makes nothing stale', async () => {
  const { merge, invalidate } = await theo.call('add_comment', { ticket_id: 5, text: 'It was found.' });
  expect(merge).toMatchObject([{ context: 'ticket', slot: 'comments', value: { text: 'It was found.' } }]);
  expect(invalidate).toEqual([]);
});

it('lets only the team close, reopen and assign', async () => {
  const attempts = ['close_ticket', 'reopen_ticket', 'assign_ticket'].flatMap((name) => [
    expect(nora.call(name, { ticket_id: 5, person_id: 1 })).rejects.toMatchObject({ code: 'FORBIDDEN' }),
    expect(nobody.call(name, { ticket_id: 5, person_id: 1 })).rejects.toMatchObject({ code: 'UNAUTHORIZED' }),
  ]);
  await Promise.all(attempts);
});

it('says which field is wrong and how', async () => {
  await expect(nora.call('rename_ticket', { ticket_id: 7, title: ' ' })).rejects.toMatchObject({
    code: 'VALIDATION_ERROR',
    details: { fields: { title: ['A ticket needs a title.'] } },
  });
  await expect(nora.context('tickets', { status: 'lost' })).rejects.toMatchObject({
    code: 'VALIDATION_ERROR',
  });
});

it('shows a customer nothing of the tickets of others', async () => {
  await expect(nora.context('ticket', { ticket_id: 4 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(nora.call('add_comment', { ticket_id: 4, text: 'Hello' })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
});
