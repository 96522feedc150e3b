import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { OrderLine } from '../orders/order-line.entity.js';
import { Product } from '../orders/product.entity.js';
import { Person } from '../people/person.entity.js';
import { SessionSecretService } from '../session/session-secret.service.js';
import { SessionKey } from '../session/session-key.entity.js';
import { Ticket } from '../tickets/ticket.entity.js';
import { databaseOptions } from './database-options.js';
import { createFileSaver } from './file-saver.js';
import { seedDatabase } from './seed-database.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'desk-'));
});

afterEach(() => rm(folder, { recursive: true }));

const openFile = (): Promise<DataSource> =>
  new DataSource(
    databaseOptions({ databaseUrl: undefined, databaseFile: join(folder, 'desk.sqlite') }),
  ).initialize();

it('seeds an empty database and leaves a seeded one as it is', async () => {
  const first = await openFile();
  expect(await seedDatabase(first)).toBe(true);
  await first.getRepository(Ticket).update({ id: 1 }, { title: 'Changed by hand' });
  // As in a database of the time before there were products.
  await first.getRepository(OrderLine).clear();
  await first.getRepository(Product).clear();
  await first.destroy();

  const second = await openFile();
  expect(await seedDatabase(second)).toBe(false);
  expect(await second.getRepository(Person).countBy({ demo: true })).toBe(3);
  expect(await second.getRepository(Ticket).count()).toBe(7);
  expect(await second.getRepository(Product).count()).toBe(5);
  expect(await second.getRepository(Ticket).findOneByOrFail({ id: 1 })).toMatchObject({
    title: 'Changed by hand',
  });
  await second.destroy();
});

it('keeps the session secret of a database', async () => {
  const first = await openFile();
  const secret = await new SessionSecretService(first.getRepository(SessionKey)).find();
  await first.destroy();
  expect(secret).toMatch(/^[0-9a-f]{64}$/);

  const second = await openFile();
  expect(await new SessionSecretService(second.getRepository(SessionKey)).find()).toBe(secret);
  await second.destroy();
});

it('saves in order, the last state last', async () => {
  const file = join(folder, 'state');
  const save = createFileSaver(file);
  await Promise.all([1, 2, 3].map((size) => save(new Uint8Array(size * 100_000).fill(size))));
  expect(new Uint8Array(await readFile(file))).toEqual(new Uint8Array(300_000).fill(3));
});
