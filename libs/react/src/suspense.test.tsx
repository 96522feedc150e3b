import { MizanError } from '@mizan/client';
import { act, cleanup, fireEvent } from '@testing-library/react';
import { type ReactNode, Suspense } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Boundary } from './fixture/boundary.js';
import { openDesk, rest, TicketContext, useOpenCount, useRenameTicket, useTicket } from './fixture/desk.js';

afterEach(cleanup);

function Title(): ReactNode {
  return <p>{useTicket({ suspense: true }).title}</p>;
}

function Count(): ReactNode {
  return useOpenCount({ suspense: true }).result;
}

function Rename(): ReactNode {
  const { mutate } = useRenameTicket();
  return <button onClick={() => void mutate({ ticket_id: 7, title: 'repaired' })}>rename</button>;
}

const waiting = (content: ReactNode) => <Suspense fallback="waiting">{content}</Suspense>;

it.each(['inside', 'outside'])(
  'waits for the first data, fetched once, with the provider %s of Suspense',
  async (place) => {
    const { transport, show } = openDesk();
    transport.hold();
    const content =
      place === 'inside' ? (
        waiting(<TicketContext ticket_id={7} children={<Title />} />)
      ) : (
        <TicketContext ticket_id={7}>{waiting(<Title />)}</TicketContext>
      );
    const { container } = await show(content);
    expect(container.textContent).toBe('waiting');
    transport.release();
    await rest();
    expect(container.textContent).toBe('Printer hums');
    expect(transport.reads).toEqual(['ticket ticket_id=7']);
  },
);

it('does not wait while it refreshes, nor while params change', async () => {
  const { transport, show, mizan } = openDesk();
  const { container, change } = await show(<TicketContext ticket_id={7}>{waiting(<Title />)}</TicketContext>);
  transport.hold();
  mizan.invalidate('ticket');
  await rest();
  expect(container.textContent).toBe('Printer hums');
  await change(<TicketContext ticket_id={8}>{waiting(<Title />)}</TicketContext>);
  expect(container.textContent).toBe('Printer hums');
  transport.release(1);
  await rest();
  expect(container.textContent).toBe('No paper');
});

it('is refreshed by mutations', async () => {
  const { transport, show } = openDesk();
  const { container, getByText } = await show(
    <TicketContext ticket_id={7}>
      {waiting(
        <>
          <Title />
          <Count />
        </>,
      )}
      <Rename />
    </TicketContext>,
  );
  transport.reads.length = 0;
  fireEvent.click(getByText('rename'));
  await rest();
  expect(container.textContent).toBe('repaired1rename');
  expect(transport.reads).toEqual(['ticket ticket_id=7', 'global']);
});

let printed: { readonly mockRestore: () => void } | undefined;
beforeEach(() => {
  // React prints errors that a boundary caught; here they are meant.
  printed = vi.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => printed?.mockRestore());

it.each(['inside', 'outside'])(
  'throws a failure to the boundary, and reads again when that is reset, provider %s',
  async (place) => {
    const { transport, show } = openDesk();
    vi.useFakeTimers({ toFake: ['Date'] });
    transport.failure = new MizanError('FORBIDDEN', 'Not yours', 403);
    const content =
      place === 'inside' ? (
        <Boundary>{waiting(<TicketContext ticket_id={7} children={<Title />} />)}</Boundary>
      ) : (
        <TicketContext ticket_id={7}>
          <Boundary>{waiting(<Title />)}</Boundary>
        </TicketContext>
      );
    const { container, getByText } = await show(content);
    expect(container.textContent).toBe('FORBIDDEN: Not yours');
    transport.failure = undefined;
    vi.setSystemTime(Date.now() + 5000);
    await act(async () => fireEvent.click(getByText('FORBIDDEN: Not yours')));
    await rest();
    vi.useRealTimers();
    expect(container.textContent).toBe('Printer hums');
  },
);
