import { ConflictException, ForbiddenException, NotFoundException } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { databaseOptions } from '../database/database-options.js';
import { seedDatabase } from '../database/seed-database.js';
import { Writes } from '../database/writes.js';
import { PeopleService } from '../people/people.service.js';
import { Person } from '../people/person.entity.js';
import { Portrait } from '../people/portrait.entity.js';
import { Comment } from './comment.entity.js';
import { Ticket } from './ticket.entity.js';
import { TicketsService } from './tickets.service.js';

let database: DataSource;
let tickets: TicketsService;
let nora: Person;
let theo: Person;
let mira: Person;

beforeEach(async () => {
  const { entities, synchronize } = databaseOptions({ databaseUrl: undefined, databaseFile: 'unused' });
  database = new DataSource({ type: 'sqljs', entities: entities ?? [], synchronize: synchronize ?? false });
  await database.initialize();
  await seedDatabase(database);
  const people = database.getRepository(Person);
  const writes = new Writes(database);
  tickets = new TicketsService(
    database.getRepository(Ticket),
    database.getRepository(Comment),
    new PeopleService(people, database.getRepository(Portrait), writes),
    writes,
  );
  nora = await people.findOneByOrFail({ name: 'Nora Lind' });
  theo = await people.findOneByOrFail({ name: 'Theo Brandt' });
  mira = await people.findOneByOrFail({ name: 'Mira Okafor' });
});

afterEach(() => database.destroy());

async function ticketOf(requester: string, status = 'open'): Promise<Ticket> {
  const found = (await tickets.list(mira)).find(
    (one) => one.requester.name === requester && one.status === status,
  );
  if (!found) throw new Error(`the seed has no ${status} ticket of ${requester}`);
  return found;
}

describe('what a person sees', () => {
  it('is their own tickets for a customer, newest first', async () => {
    const list = await tickets.list(nora);
    expect(list.map((ticket) => ticket.requester.name)).toEqual(['Nora Lind', 'Nora Lind', 'Nora Lind']);
    const times = list.map((ticket) => ticket.opened.getTime());
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });

  it('is every ticket for the team', async () => {
    expect(await tickets.list(theo)).toHaveLength(7);
    expect(await tickets.list(mira)).toHaveLength(7);
  });

  it('can be narrowed to one status', async () => {
    expect((await tickets.list(theo, 'closed')).map((ticket) => ticket.status)).toEqual(['closed', 'closed']);
    expect(await tickets.list(nora, 'open')).toHaveLength(2);
  });

  it('hides the tickets of others from a customer as if they were not there', async () => {
    const { id } = await ticketOf('Jonas Weber');
    await expect(tickets.find(nora, id)).rejects.toThrow(new NotFoundException(`There is no ticket ${id}.`));
    await expect(tickets.find(nora, 999)).rejects.toThrow(new NotFoundException('There is no ticket 999.'));
    const attempts = await Promise.allSettled([
      tickets.commentsOf(nora, id),
      tickets.rename(nora, id, 'Mine now'),
      tickets.comment(nora, id, 'Hello'),
    ]);
    const notFound = { status: 'rejected', reason: expect.any(NotFoundException) };
    expect(attempts).toEqual([notFound, notFound, notFound]);
    expect((await tickets.find(mira, id)).title).not.toBe('Mine now');
  });

  it('counts the same tickets', async () => {
    expect([await tickets.countOpen(nora), await tickets.countMine(nora)]).toEqual([2, 2]);
    expect([await tickets.countOpen(theo), await tickets.countMine(theo)]).toEqual([5, 1]);
  });
});

describe('the life of a ticket', () => {
  it('goes from open to closed and back', async () => {
    const { id } = await ticketOf('Nora Lind');
    expect((await tickets.close(theo, id)).status).toBe('closed');
    expect(await tickets.countOpen(theo)).toBe(4);
    expect((await tickets.reopen(theo, id)).status).toBe('open');
  });

  it('is closed once only, even by two at the same time', async () => {
    const { id } = await ticketOf('Nora Lind');
    const outcomes = await Promise.allSettled([tickets.close(theo, id), tickets.close(mira, id)]);
    expect(outcomes.map((outcome) => outcome.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    await expect(tickets.close(theo, id)).rejects.toThrow(
      new ConflictException('This ticket is already closed.'),
    );
  });

  it('starts with the text that opened it', async () => {
    const { id, status } = await tickets.open(nora, {
      title: 'Lamp flickers',
      text: 'Since this morning.',
    });
    expect(status).toBe('open');
    expect((await tickets.list(nora))[0]).toMatchObject({ id, title: 'Lamp flickers', assignee: null });
    expect(await tickets.commentsOf(nora, id)).toMatchObject([
      { text: 'Since this morning.', author: { id: nora.id } },
    ]);
  });

  it('can be renamed by whoever sees it', async () => {
    const { id } = await ticketOf('Nora Lind');
    expect((await tickets.rename(nora, id, 'New title')).title).toBe('New title');
    expect((await tickets.find(theo, id)).title).toBe('New title');
  });

  it('collects comments in order while it is open, also when many come at once', async () => {
    const { id } = await ticketOf('Jonas Weber');
    const before = await tickets.commentsOf(mira, id);
    const texts = Array.from({ length: 10 }, (_, index) => `number ${index}`);
    const written = await Promise.all(texts.map((text) => tickets.comment(mira, id, text)));
    expect(new Set(written.map((comment) => comment.id)).size).toBe(10);
    const after = await tickets.commentsOf(mira, id);
    expect(after.slice(before.length).map((comment) => comment.text)).toEqual(texts);
    expect(written.map(({ id: one, text }) => [one, text])).toEqual(
      after.slice(before.length).map(({ id: one, text }) => [one, text]),
    );
  });

  it('takes no comments once it is closed', async () => {
    const { id } = await ticketOf('Nora Lind', 'closed');
    await expect(tickets.comment(nora, id, 'One more thing')).rejects.toBeInstanceOf(ConflictException);
  });
});

describe('assigning', () => {
  it('lets agents take a ticket and put it back', async () => {
    const { id } = await ticketOf('Aiko Tanaka');
    expect((await tickets.assign(theo, id, theo.id)).assignee?.name).toBe('Theo Brandt');
    expect(await tickets.countMine(theo)).toBe(2);
    expect((await tickets.assign(theo, id, null)).assignee).toBeNull();
  });

  it('lets only admins give a ticket to someone else', async () => {
    const { id } = await ticketOf('Aiko Tanaka');
    await expect(tickets.assign(theo, id, mira.id)).rejects.toBeInstanceOf(ForbiddenException);
    expect((await tickets.assign(mira, id, theo.id)).assignee?.name).toBe('Theo Brandt');
  });

  it('knows only team members', async () => {
    const { id } = await ticketOf('Aiko Tanaka');
    await expect(tickets.assign(mira, id, nora.id)).rejects.toThrow(`There is no team member ${nora.id}.`);
    await expect(tickets.assign(mira, id, 999)).rejects.toThrow('There is no team member 999.');
  });
});
