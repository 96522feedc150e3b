import { contextRef, createMizan, functionRef } from '@mizan/client';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { StrictMode } from 'react';
import { afterEach, expect, it } from 'vitest';
import {
  createContextHook,
  createFunctionHook,
  createMemberHook,
  createProvider,
  MizanContext,
} from './index.js';

const ticketRef = contextRef<{ readonly ticket_id: number }, { readonly ticket: { title: string } }>(
  'ticket',
  ['ticket_id'],
);
const closeRef = functionRef<{ readonly ticket_id: number }, { readonly ok: boolean }>('close_ticket');
const TicketContext = createProvider(ticketRef);
const useTicket = createMemberHook(ticketRef, 'ticket');
const useTicketContext = createContextHook(ticketRef);
const useCloseTicket = createFunctionHook(closeRef);

afterEach(cleanup);

it('shows a ticket and refreshes it after a mutation', async () => {
  const reads: unknown[] = [];
  let title = 'open';
  const mizan = createMizan({
    transport: {
      async read(request) {
        reads.push(request);
        return { ticket: { title } };
      },
      async call() {
        title = 'closed';
        return { result: { ok: true }, invalidate: [{ context: 'ticket', params: { ticket_id: 7 } }] };
      },
    },
  });
  function View() {
    const ticket = useTicket();
    const { status } = useTicketContext();
    const close = useCloseTicket();
    return (
      <button onClick={() => void close.mutate({ ticket_id: 7 })}>
        {ticket?.title} {status}
      </button>
    );
  }
  render(
    <StrictMode>
      <MizanContext client={mizan}>
        <TicketContext ticket_id={7}>
          <View />
        </TicketContext>
      </MizanContext>
    </StrictMode>,
  );
  fireEvent.click(await screen.findByText('open ready'));
  await screen.findByText('closed ready');
  expect(reads).toHaveLength(2);
});
