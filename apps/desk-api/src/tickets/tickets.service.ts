import { ConflictException, ForbiddenException, Injectable, NotFoundException } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { MizanFile } from '@mizan/nestjs';
import { type FindOptionsWhere, Raw, type Repository } from 'typeorm';
import { Attachment } from '../attachments/attachment.entity.js';
import { Writes } from '../database/writes.js';
import { PeopleService } from '../people/people.service.js';
import type { Person } from '../people/person.entity.js';
import { Comment } from './comment.entity.js';
import type { Area, Urgency } from './ticket-choices.js';
import { Ticket, type TicketStatus } from './ticket.entity.js';

/** What somebody writes to the desk. */
export interface TicketDraft {
  readonly title: string;
  readonly text: string;
  /** @default 'other' */
  readonly area?: Area;
  /** @default 'week' */
  readonly urgency?: Urgency;
  readonly attachments?: readonly MizanFile[] | undefined;
}

/**
 * The rules of the desk. Customers see their own tickets and nothing of anyone else's; the team sees all.
 * Whoever may not see a ticket is told that it does not exist. What only the team may do is said by the
 * functions that offer it (`auth: 'staff'`).
 */
@Injectable()
export class TicketsService {
  constructor(
    @InjectRepository(Ticket) private readonly tickets: Repository<Ticket>,
    @InjectRepository(Comment) private readonly comments: Repository<Comment>,
    private readonly people: PeopleService,
    private readonly writes: Writes,
  ) {}

  /** Newest first. */
  list(who: Person, status?: TicketStatus): Promise<Ticket[]> {
    const where = { ...visibleTo(who), ...(status && { status }) };
    return this.tickets.find({ where, order: { opened: 'DESC', id: 'DESC' } });
  }

  /** @throws NotFoundException when there is none, or none that this person may see. */
  async find(who: Person, id: number): Promise<Ticket> {
    const ticket = await this.tickets.findOneBy({ ...visibleTo(who), id });
    if (ticket) return ticket;
    throw new NotFoundException(`There is no ticket ${id}.`);
  }

  /** Oldest first. */
  async commentsOf(who: Person, id: number): Promise<Comment[]> {
    const ticket = await this.find(who, id);
    return this.comments.find({ where: { ticket: { id: ticket.id } }, order: { written: 'ASC', id: 'ASC' } });
  }

  countOpen(who: Person): Promise<number> {
    return this.tickets.countBy({ ...visibleTo(who), status: 'open' });
  }

  /** Open tickets that wait for this person: assigned to a team member, opened by a customer. */
  countMine(who: Person): Promise<number> {
    const mine = who.isStaff ? { assignee: { id: who.id } } : { requester: { id: who.id } };
    return this.tickets.countBy({ ...mine, status: 'open' });
  }

  /** Whether a person has an open ticket of a title, however that is written. */
  isOpen(requester: number, title: string): Promise<boolean> {
    const same = Raw((column) => `LOWER(${column}) = LOWER(:title)`, { title: title.trim() });
    return this.tickets.existsBy({ title: same, status: 'open', requester: { id: requester } });
  }

  async open(who: Person, draft: TicketDraft): Promise<Ticket> {
    const { title, text, area = 'other', urgency = 'week', attachments = [] } = draft;
    const files = await Promise.all(attachments.map(readFile));
    const now = new Date();
    const ticket = this.tickets.create({
      title,
      area,
      urgency,
      status: 'open',
      opened: now,
      requester: who,
      assignee: null,
    });
    await this.writes.run(async (manager) => {
      await manager.insert(Ticket, ticket);
      await manager.insert(Comment, { ticket, author: who, text, written: now });
      for (const file of files) await manager.insert(Attachment, { ticket, ...file });
    });
    return ticket;
  }

  close(who: Person, id: number): Promise<Ticket> {
    return this.move(who, id, 'open', 'closed');
  }

  reopen(who: Person, id: number): Promise<Ticket> {
    return this.move(who, id, 'closed', 'open');
  }

  /** @param to a team member's id, or null for nobody. */
  async assign(who: Person, id: number, to: number | null): Promise<Ticket> {
    if (to !== null && to !== who.id && !who.isSuperuser) {
      throw new ForbiddenException(
        'Agents take tickets for themselves. Ask an admin to assign someone else.',
      );
    }
    const ticket = await this.find(who, id);
    const assignee = to === null ? null : await this.teamMember(to);
    await this.writes.run((manager) => manager.update(Ticket, { id: ticket.id }, { assignee }));
    return this.find(who, id);
  }

  async rename(who: Person, id: number, title: string): Promise<Ticket> {
    const ticket = await this.find(who, id);
    await this.writes.run((manager) => manager.update(Ticket, { id: ticket.id }, { title }));
    return this.find(who, id);
  }

  async comment(who: Person, id: number, text: string): Promise<Comment> {
    const ticket = await this.find(who, id);
    if (ticket.status === 'closed') {
      throw new ConflictException('This ticket is closed. Reopen it to go on with it.');
    }
    const comment = this.comments.create({ ticket, author: who, text, written: new Date() });
    await this.writes.run((manager) => manager.insert(Comment, comment));
    return comment;
  }

  /** The update itself checks the old status, so that of two who close at once one is told so. */
  private async move(who: Person, id: number, from: TicketStatus, to: TicketStatus): Promise<Ticket> {
    await this.find(who, id);
    const { affected } = await this.writes.run((manager) =>
      manager.update(Ticket, { id, status: from }, { status: to }),
    );
    if (affected === 0) throw new ConflictException(`This ticket is already ${to}.`);
    return this.find(who, id);
  }

  private async teamMember(id: number): Promise<Person> {
    const person = await this.people.find(id);
    if (person?.isStaff) return person;
    throw new NotFoundException(`There is no team member ${id}.`);
  }
}

async function readFile(file: MizanFile): Promise<Pick<Attachment, 'name' | 'type' | 'size' | 'content'>> {
  const { name, type, size } = file;
  return { name, type, size, content: await file.buffer() };
}

function visibleTo(who: Person): FindOptionsWhere<Ticket> {
  return who.isStaff ? {} : { requester: { id: who.id } };
}
