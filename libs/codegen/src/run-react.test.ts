// @vitest-environment happy-dom
import path from 'node:path';

import { createMizan, type Mizan } from '@mizan/client';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { createElement, type FunctionComponent } from 'react';
import { afterEach, expect, it } from 'vitest';

import { deskIr } from './fixture/desk-ir.js';
import { generatedFolder } from './fixture/generated-folder.js';

/** A page on the generated client, as its users would write it. */
const page = `
import type { Mizan } from '@mizan/client';
import { GlobalContext, MizanContext, TicketContext, useCloseTicket, useTicket, useUnreadCount } from './index.js';

function Ticket() {
  const ticket = useTicket();
  const unread = useUnreadCount();
  const close = useCloseTicket();
  return (
    <button onClick={() => void close.mutate({ ticket_id: 7 })}>
      {ticket?.subject} {ticket?.state} {unread?.result}
    </button>
  );
}

export const Page = ({ client }: { readonly client: Mizan }) => (
  <MizanContext client={client}>
    <GlobalContext>
      <TicketContext ticket_id={7}>
        <Ticket />
      </TicketContext>
    </GlobalContext>
  </MizanContext>
);
`;

afterEach(cleanup);

it('shows contexts, calls a function and refreshes what it made stale, and only that', async () => {
  const asked: unknown[] = [];
  let state = 'open';
  const client = createMizan({
    transport: {
      read: async (request) => {
        asked.push(request.context);
        return request.context === 'global'
          ? { unread_count: { result: 3 } }
          : { ticket: { subject: 'Fire', state }, history: { result: [] } };
      },
      call: async ({ fn, args }) => {
        asked.push([fn, args]);
        state = 'closed';
        return { result: null, invalidate: [{ context: 'ticket', params: { ticket_id: 7 } }] };
      },
    },
  });
  const folder = generatedFolder(deskIr, { 'page.tsx': page });
  // What the module exports is written above.
  const { Page } = (await import(path.join(folder, 'page.tsx'))) as {
    Page: FunctionComponent<{ readonly client: Mizan }>;
  };
  render(createElement(Page, { client }));
  fireEvent.click(await screen.findByText('Fire open 3'));
  await screen.findByText('Fire closed 3');
  expect(asked).toEqual(['ticket', 'global', ['close_ticket', { ticket_id: 7 }], 'ticket']);
});
