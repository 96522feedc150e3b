import { Typed, enumOf, nullable } from '@mizan/nestjs';
import { PersonView } from '../people/person-view.js';
import type { Area, Urgency } from './ticket-choices.js';
import type { TicketStatus } from './ticket.entity.js';

export class TicketView {
  @Typed('integer')
  id!: number;

  @Typed()
  title!: string;

  @Typed(enumOf('open', 'closed'))
  status!: TicketStatus;

  @Typed(enumOf('order', 'delivery', 'invoice', 'account', 'other'))
  area!: Area;

  @Typed(enumOf('week', 'today', 'now'))
  urgency!: Urgency;

  @Typed(nullable('string'), { description: 'The number of a requester who wants to be called.' })
  callback!: string | null;

  @Typed()
  opened!: Date;

  @Typed()
  requester!: PersonView;

  @Typed(nullable(PersonView))
  assignee!: PersonView | null;
}

export class CommentView {
  @Typed('integer')
  id!: number;

  @Typed()
  author!: PersonView;

  @Typed()
  text!: string;

  @Typed()
  written!: Date;
}

/** The numbers in the header. */
export class Counts {
  @Typed('integer', { description: 'Open tickets that one may see.' })
  open!: number;

  @Typed('integer', { description: 'Open tickets that wait for oneself.' })
  mine!: number;
}
