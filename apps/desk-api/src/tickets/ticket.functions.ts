import { Injectable } from '@nestjs/common';
import { Arg, GlobalContext, Identity, MizanClient, enumOf } from '@mizan/nestjs';
import type { Person } from '../people/person.entity.js';
import { TicketContext, TicketsContext } from './ticket-contexts.js';
import type { TicketStatus } from './ticket.entity.js';
import { CommentView, Counts, TicketView } from './ticket-views.js';
import { TicketsService } from './tickets.service.js';

/** What the page shows. */
@Injectable()
export class TicketFunctions {
  constructor(private readonly desk: TicketsService) {}

  @MizanClient({ context: TicketsContext, auth: true, output: [TicketView] })
  tickets(
    @Arg('status', enumOf('open', 'closed'), { optional: true }) status: TicketStatus | undefined,
    @Identity() who: Person,
  ) {
    return this.desk.list(who, status);
  }

  @MizanClient({ context: TicketContext, auth: true, output: TicketView })
  ticket(@Arg('ticket_id', 'integer') id: number, @Identity() who: Person) {
    return this.desk.find(who, id);
  }

  @MizanClient({ context: TicketContext, auth: true, output: [CommentView] })
  comments(@Arg('ticket_id', 'integer') id: number, @Identity() who: Person) {
    return this.desk.commentsOf(who, id);
  }

  @MizanClient({ context: GlobalContext, output: Counts })
  async counts(@Identity() who: Person | null) {
    if (!who) return { open: 0, mine: 0 };
    return { open: await this.desk.countOpen(who), mine: await this.desk.countMine(who) };
  }
}
