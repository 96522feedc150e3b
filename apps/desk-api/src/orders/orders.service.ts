import { ConflictException, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { Writes } from '../database/writes.js';
import type { Person } from '../people/person.entity.js';
import { TicketsService } from '../tickets/tickets.service.js';
import { OrderLine } from './order-line.entity.js';
import { Product } from './product.entity.js';

/** What is ordered along with a ticket, by and for whoever sees it. */
@Injectable()
export class OrdersService {
  constructor(
    @InjectRepository(OrderLine) private readonly lines: Repository<OrderLine>,
    @InjectRepository(Product) private readonly shelf: Repository<Product>,
    private readonly desk: TicketsService,
    private readonly writes: Writes,
  ) {}

  products(): Promise<Product[]> {
    return this.shelf.find({ order: { name: 'ASC' } });
  }

  /** @throws NotFoundException when there is no such ticket for this person */
  async linesOf(who: Person, ticketId: number): Promise<OrderLine[]> {
    const { id } = await this.desk.find(who, ticketId);
    return this.lines.find({ where: { ticket: { id } }, order: { place: 'ASC', id: 'ASC' } });
  }

  /**
   * Puts these lines in place of those that were there.
   *
   * @throws ConflictException when the ticket is closed
   */
  async order(
    who: Person,
    ticketId: number,
    lines: readonly { readonly sku: string; readonly quantity: number }[],
  ): Promise<void> {
    const ticket = await this.desk.find(who, ticketId);
    if (ticket.status === 'closed') throw new ConflictException('This ticket is closed. Reopen it to order.');
    await this.writes.run(async (manager) => {
      await manager.delete(OrderLine, { ticket: { id: ticket.id } });
      const rows = lines.map(({ sku, quantity }, place) => ({ ticket, product: { sku }, quantity, place }));
      await manager.insert(OrderLine, rows);
    });
  }
}
