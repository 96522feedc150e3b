import { GlobalContext, defineContext } from '@mizan/nestjs';

/** The list of tickets, all or those of one status. */
export const TicketsContext = defineContext('tickets');

/** One ticket with its comments. */
export const TicketContext = defineContext('ticket');

/** Every view that shows where a ticket stands: the list, its own page, the counters in the header. */
export const everyView = [TicketsContext, TicketContext, GlobalContext] as const;
