import { Injectable, NotFoundException } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import type { Person } from '../people/person.entity.js';
import { TicketsService } from '../tickets/tickets.service.js';
import { Attachment } from './attachment.entity.js';

@Injectable()
export class AttachmentsService {
  constructor(
    @InjectRepository(Attachment) private readonly attachments: Repository<Attachment>,
    private readonly desk: TicketsService,
  ) {}

  /** Without their content. @throws NotFoundException when there is no such ticket for this person */
  async of(who: Person, ticketId: number): Promise<Attachment[]> {
    const { id } = await this.desk.find(who, ticketId);
    return this.attachments.find({ where: { ticket: { id } }, order: { id: 'ASC' } });
  }

  /** With its content. @throws NotFoundException when it came with no ticket that this person may see */
  async read(who: Person, id: number): Promise<Attachment> {
    const found = await this.attachments.findOne({
      where: { id },
      relations: { ticket: true },
      select: { id: true, name: true, type: true, content: true, ticket: { id: true } },
    });
    if (!found) throw new NotFoundException(`There is no attachment ${id}.`);
    await this.desk.find(who, found.ticket.id);
    return found;
  }
}
