import type { DataSource } from 'typeorm';
import { OrderLine } from '../orders/order-line.entity.js';
import { Product } from '../orders/product.entity.js';
import { Person } from '../people/person.entity.js';
import { Comment } from '../tickets/comment.entity.js';
import { Ticket } from '../tickets/ticket.entity.js';
import { seedPeople, seedProducts, seedTickets } from './seed-data.js';

/**
 * Fills an empty database, all or nothing. One that has people only gets what is ordered from, if it has nothing of that.
 *
 * @returns whether it was empty
 */
export function seedDatabase(database: DataSource): Promise<boolean> {
  return database.transaction(async (manager) => {
    if (!(await manager.exists(Product))) await manager.insert(Product, [...seedProducts]);
    if (await manager.exists(Person)) return false;
    const people = await manager.save(seedPeople.map((person) => manager.create(Person, person)));
    const tickets = seedTickets.map((seed) => toTicket(seed, people));
    await manager.save(tickets.map(({ ticket }) => ticket));
    await manager.save(tickets.flatMap(({ comments }) => comments));
    await manager.save(tickets.flatMap(({ lines }) => lines));
    return true;
  });
}

function toTicket(seed: (typeof seedTickets)[number], people: readonly Person[]) {
  const person = (name: string): Person => {
    const found = people.find((one) => one.name === name);
    if (found) return found;
    throw new Error(`The seed names "${name}", who is not among its people.`);
  };
  const ticket = Object.assign(new Ticket(), {
    title: seed.title,
    status: seed.closed ? ('closed' as const) : ('open' as const),
    area: seed.area ?? ('other' as const),
    urgency: seed.urgency ?? ('week' as const),
    opened: timeBefore(seed.comments[0].hoursAgo),
    requester: person(seed.requester),
    assignee: seed.assignee ? person(seed.assignee) : null,
  });
  const comments = seed.comments.map(({ author, hoursAgo, text }) =>
    Object.assign(new Comment(), { ticket, author: person(author), text, written: timeBefore(hoursAgo) }),
  );
  const lines = Object.entries(seed.order ?? {}).map(([sku, quantity], place) =>
    Object.assign(new OrderLine(), { ticket, product: { sku }, quantity, place }),
  );
  return { ticket, comments, lines };
}

function timeBefore(hours: number): Date {
  return new Date(Date.now() - hours * 3_600_000);
}
