import { contextRef, createMizan, functionRef } from '@mizan/client';
import {
  createContextHook,
  createFunctionHook,
  createMemberHook,
  createProvider,
  MizanContext,
} from '@mizan/react';

// What an app with one context and one mutation brings to its users, as generated code would write it.
interface Ticket {
  readonly id: number;
  readonly title: string;
}

const ticketContext = contextRef<{ readonly ticket_id: number }, { readonly ticket: Ticket }>('ticket', [
  'ticket_id',
]);
const closeTicket = functionRef<{ readonly ticket_id: number }, { readonly ok: boolean }>('close_ticket');

export const TicketContext = createProvider(ticketContext);
export const useTicketContext = createContextHook(ticketContext);
export const useTicket = createMemberHook(ticketContext, 'ticket');
export const useCloseTicket = createFunctionHook(closeTicket);
export const mizan = createMizan();
export { MizanContext };
