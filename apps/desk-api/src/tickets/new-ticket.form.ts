import { Injectable } from '@nestjs/common';
import { FormCheck, FormInvalid, GlobalContext, Identity, MizanForm } from '@mizan/nestjs';
import type { Person } from '../people/person.entity.js';
import { NewTicket } from './new-ticket.js';
import { TicketsContext } from './ticket-contexts.js';
import { TicketView } from './ticket-views.js';
import { TicketsService } from './tickets.service.js';

@Injectable()
export class NewTicketForm {
  constructor(private readonly desk: TicketsService) {}

  @MizanForm({
    name: 'new_ticket',
    title: 'New ticket',
    submitLabel: 'Open ticket',
    affects: [TicketsContext, GlobalContext],
    auth: true,
    output: TicketView,
  })
  open(ticket: NewTicket, @Identity() who: Person) {
    return this.desk.open(who, ticket);
  }

  @FormCheck('new_ticket')
  canBeCalled({ urgency }: Partial<NewTicket>, who: Person): void {
    if (urgency === 'now' && !who.phone) {
      throw new FormInvalid(null, 'no_phone', 'We have no number to call. Add one to your profile first.');
    }
  }
}
