import { cleanup } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openDesk, rest, TicketContext, Title, useOpenCount } from './fixture/desk.js';
import { MizanContext } from './mizan-context.js';

// The transport of these tests watches by itself.
const warn = vi.spyOn(console, 'warn');
beforeEach(() => {
  warn.mockReset();
});
afterEach(cleanup);

function OpenCount(): ReactNode {
  return <p>{useOpenCount()?.result} open</p>;
}

const ticketPage = (id: number, live: boolean) => (
  <TicketContext ticket_id={id} live={live} children={<Title />} />
);

function openLive() {
  const { transport, mizan, show } = openDesk();
  const showLive = (content: ReactNode) =>
    show(
      <MizanContext client={mizan} live>
        {content}
      </MizanContext>,
    );
  return { transport, mizan, show, showLive };
}

it('watches nothing unless it is told to', async () => {
  const { transport, show } = openLive();
  await show(<TicketContext ticket_id={7} children={<Title />} />);
  expect(transport.watched).toEqual([]);
  expect(transport.reads).toEqual(['ticket ticket_id=7']);
});

it('watches all that is shown below a live MizanContext, with and without a provider, before it is read', async () => {
  const { transport, showLive } = openLive();
  const { unmount } = await showLive(
    <>
      <TicketContext ticket_id={7} children={<Title />} />
      <TicketContext ticket_id={8} />
      <TicketContext ticket_id={undefined} skip />
      <OpenCount />
    </>,
  );
  expect(transport.watched).toEqual(['global', 'ticket ticket_id=7', 'ticket ticket_id=8']);
  expect(transport.reads.toSorted()).toEqual(transport.watched.map((entry) => `${entry}, watched`));
  unmount();
  expect(transport.watched).toEqual([]);
});

it('says once in development that a client without realtime may not be able to', async () => {
  const { show, showLive } = openLive();
  await show(<TicketContext ticket_id={7} />);
  expect(warn).not.toHaveBeenCalled();
  const { change } = await showLive([<TicketContext key={1} ticket_id={7} />, <OpenCount key={2} />]);
  await change(<TicketContext ticket_id={8} live />);
  expect(warn).toHaveBeenCalledTimes(1);
  expect(warn).toHaveBeenCalledWith(expect.stringContaining('realtime()'));
});

it('lets a provider say otherwise, either way', async () => {
  const { transport, mizan, show } = openLive();
  await show(
    <>
      <MizanContext client={mizan} live>
        <TicketContext ticket_id={7} live={false} children={<Title />} />
      </MizanContext>
      <TicketContext ticket_id={8} live children={[<Title key={1} />, <OpenCount key={2} />]} />
    </>,
  );
  expect(transport.watched).toEqual(['ticket ticket_id=8']);
});

it('shows what others changed, read once for all that show it', async () => {
  const { transport, showLive } = openLive();
  const { container } = await showLive(
    <>
      <TicketContext ticket_id={7} children={<Title />} />
      <TicketContext ticket_id={7} children={<Title />} />
      <OpenCount />
    </>,
  );
  expect(container.textContent).toBe('Printer humsPrinter hums2 open');
  transport.titles.set(7, 'Printer repaired');
  transport.openCount = 1;
  transport.tellAll();
  await rest();
  expect(container.textContent).toBe('Printer repairedPrinter repaired1 open');
  expect(transport.reads.slice(2).toSorted()).toEqual(['global, watched', 'ticket ticket_id=7, watched']);
});

it('watches what params it is given, and no longer those of before', async () => {
  const { transport, show } = openLive();
  const { change, container } = await show(ticketPage(7, true));
  await change(ticketPage(8, true));
  expect(transport.watched).toEqual(['ticket ticket_id=8']);
  expect(container.textContent).toBe('No paper');
  await change(ticketPage(8, false));
  expect(transport.watched).toEqual([]);
  await change(ticketPage(8, true));
  expect(transport.watched).toEqual(['ticket ticket_id=8']);
});
