import { Injectable } from '@nestjs/common';
import { Arg, Identity, MizanClient, nullable } from '@mizan/nestjs';
import type { Person } from '../people/person.entity.js';
import { everyView, TicketContext, TicketsContext } from './ticket-contexts.js';
import { AddCommentInput, RenameTicketInput } from './ticket-inputs.js';
import { CommentView, TicketView } from './ticket-views.js';
import { TicketsService } from './tickets.service.js';

/** What people do with a ticket. Each says which views it makes stale; a `merge` hands them the new value. */
@Injectable()
export class TicketActions {
  constructor(private readonly desk: TicketsService) {}

  @MizanClient({ affects: everyView, auth: 'staff', output: TicketView })
  closeTicket(@Arg('ticket_id', 'integer') id: number, @Identity() who: Person) {
    return this.desk.close(who, id);
  }

  @MizanClient({ affects: everyView, auth: 'staff', output: TicketView })
  reopenTicket(@Arg('ticket_id', 'integer') id: number, @Identity() who: Person) {
    return this.desk.reopen(who, id);
  }

  @MizanClient({ affects: everyView, auth: 'staff', output: TicketView })
  assignTicket(
    @Arg('ticket_id', 'integer') id: number,
    @Arg('person_id', nullable('integer')) personId: number | null,
    @Identity() who: Person,
  ) {
    return this.desk.assign(who, id, personId);
  }

  @MizanClient({ merge: TicketContext, affects: TicketsContext, auth: true, output: TicketView })
  renameTicket(input: RenameTicketInput, @Identity() who: Person) {
    return this.desk.rename(who, input.ticket_id, input.title);
  }

  @MizanClient({ merge: TicketContext, auth: true, output: CommentView })
  addComment(input: AddCommentInput, @Identity() who: Person) {
    return this.desk.comment(who, input.ticket_id, input.text);
  }
}
