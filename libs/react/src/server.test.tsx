// @vitest-environment node
import type { ReactNode } from 'react';
import { renderToString } from 'react-dom/server';
import { expect, it } from 'vitest';
import { openDesk, TicketContext, Title, useGlobalContext } from './fixture/desk.js';
import { MizanContext } from './mizan-context.js';

function Page(): ReactNode {
  return (
    <TicketContext ticket_id={7}>
      <Title />
      <p>{useGlobalContext().status}</p>
    </TicketContext>
  );
}

it('renders on a server, where nothing is loaded and nothing is asked for', () => {
  expect(typeof globalThis.document).toBe('undefined');
  const { transport, mizan } = openDesk();
  const html = renderToString(<MizanContext client={mizan} children={<Page />} />);
  expect(html).toBe('<p>no title</p><p>loading</p>');
  expect(transport.reads).toEqual([]);
});
