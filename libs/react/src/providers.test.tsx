import type { Mizan } from '@mizan/client';
import { cleanup, render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Boundary } from './fixture/boundary.js';
import {
  ListContext,
  openDesk,
  rest,
  TicketContext,
  Title,
  useGlobalContext,
  useOpenCount,
  useTicket,
  useTicketContext,
  useTickets,
} from './fixture/desk.js';
import { MizanContext, useMizan } from './mizan-context.js';

afterEach(cleanup);

function State(): ReactNode {
  const { data, status, error } = useTicketContext();
  return <p>{[status, data?.ticket.title ?? 'no data', error?.code ?? 'no error'].join(', ')}</p>;
}

/** Ticket `id` through a client of its own. */
const ticketOf = (client: Mizan, id: number) => (
  <MizanContext client={client}>
    <TicketContext ticket_id={id} children={<State />} />
  </MizanContext>
);

describe('a provider', () => {
  it('fetches its context once for all hooks below it, in StrictMode too', async () => {
    const { transport, show } = openDesk();
    const { container } = await show(
      <TicketContext ticket_id={7}>
        <Title />
        <Title />
        <State />
      </TicketContext>,
    );
    expect(container.textContent).toBe('Printer humsPrinter humsready, Printer hums, no error');
    expect(transport.reads).toEqual(['ticket ticket_id=7']);
  });

  it('fetches its context although no hook is below it', async () => {
    const { transport, show } = openDesk();
    await show(<TicketContext ticket_id={7} />);
    expect(transport.reads).toEqual(['ticket ticket_id=7']);
  });

  it('can be repeated with other params and with the same', async () => {
    const { transport, show } = openDesk();
    const { container } = await show(
      [7, 8, 7].map((id, index) => (
        <TicketContext key={index} ticket_id={id}>
          <Title />
        </TicketContext>
      )),
    );
    expect(container.textContent).toBe('Printer humsNo paperPrinter hums');
    expect(transport.reads).toEqual(['ticket ticket_id=7', 'ticket ticket_id=8']);
  });

  it('can be nested, and the nearest counts', async () => {
    const { show } = openDesk();
    const { container } = await show(
      <TicketContext ticket_id={7}>
        <Title />
        <TicketContext ticket_id={8}>
          <Title />
        </TicketContext>
        <Title />
      </TicketContext>,
    );
    expect(container.textContent).toBe('Printer humsNo paperPrinter hums');
  });

  it('is loading first, shows a failure, and reads again when asked to', async () => {
    const { transport, show } = openDesk();
    transport.hold();
    let refetch: (() => Promise<unknown>) | undefined;
    function Refetch(): ReactNode {
      refetch = useTicketContext().refetch;
      return null;
    }
    const { container } = await show(
      <TicketContext ticket_id={9}>
        <State />
        <Refetch />
      </TicketContext>,
    );
    expect(container.textContent).toBe('loading, no data, no error');
    transport.release();
    await rest();
    expect(container.textContent).toBe('error, no data, NOT_FOUND');
    transport.titles.set(9, 'Found');
    void refetch?.();
    await rest();
    expect(container.textContent).toBe('loading, no data, no error');
    transport.release();
    await rest();
    expect(container.textContent).toBe('ready, Found, no error');
  });

  it('shows the old data while its params change, then the new', async () => {
    const { transport, show } = openDesk();
    const { container, change } = await show(<TicketContext ticket_id={7} children={<State />} />);
    transport.hold();
    await change(<TicketContext ticket_id={8} children={<State />} />);
    expect(container.textContent).toBe('refreshing, Printer hums, no error');
    transport.release();
    await rest();
    expect(container.textContent).toBe('ready, No paper, no error');
  });

  it('ends with the last of params that change quickly, whatever is answered last', async () => {
    const { transport, show } = openDesk();
    transport.hold();
    const { container, change } = await show(<TicketContext ticket_id={7} children={<State />} />);
    await change(<TicketContext ticket_id={8} children={<State />} />);
    await change(<TicketContext ticket_id={7} children={<State />} />);
    expect(transport.reads).toEqual(['ticket ticket_id=7', 'ticket ticket_id=8', 'ticket ticket_id=7']);
    transport.titles.set(7, 'newest');
    transport.release(2);
    await rest();
    transport.release(1);
    transport.release(0);
    await rest();
    expect(container.textContent).toBe('ready, newest, no error');
  });

  it('shows no old data beside the failure of the new params', async () => {
    const { show } = openDesk();
    const { container, change } = await show(<TicketContext ticket_id={7} children={<State />} />);
    await change(<TicketContext ticket_id={9} children={<State />} />);
    expect(container.textContent).toBe('error, no data, NOT_FOUND');
  });

  it('fetches nothing while it is skipped', async () => {
    const { transport, show } = openDesk();
    const unknown: number | undefined = undefined;
    const { container, change } = await show(
      <TicketContext ticket_id={unknown} skip={true} children={<State />} />,
    );
    expect(container.textContent).toBe('idle, no data, no error');
    await change(<TicketContext ticket_id={unknown} skip={false} children={<State />} />);
    expect(container.textContent).toBe('idle, no data, no error');
    await change(<TicketContext ticket_id={7} skip children={<State />} />);
    expect(container.textContent).toBe('idle, no data, no error');
    expect(transport.reads).toEqual([]);
    await change(<TicketContext ticket_id={7} skip={false} children={<State />} />);
    expect(container.textContent).toBe('ready, Printer hums, no error');
  });

  it('aborts what it asked for when it goes', async () => {
    const signals: AbortSignal[] = [];
    const { show } = openDesk({
      transport: {
        call: () => Promise.reject(new Error('not called')),
        read: (_, signal) => {
          signals.push(signal);
          return new Promise(() => undefined);
        },
      },
    });
    const { change } = await show(<TicketContext ticket_id={7} />);
    await change(null);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });

  it('shows nothing of one client through another', async () => {
    const [one, other] = [openDesk(), openDesk()];
    const { container, change } = await one.show(ticketOf(one.mizan, 7));
    other.transport.hold();
    await change(ticketOf(other.mizan, 8));
    expect(container.textContent).toBe('loading, no data, no error');
    other.transport.release();
    await rest();
    expect(container.textContent).toBe('ready, No paper, no error');
  });

  it('shows nothing of the one before when somebody else signs in', async () => {
    const { transport, mizan, show } = openDesk();
    const { container } = await show(<TicketContext ticket_id={7} children={<State />} />);
    transport.hold();
    mizan.reset();
    await rest();
    expect(container.textContent).toBe('loading, no data, no error');
    transport.titles.set(7, 'of the next');
    transport.release();
    await rest();
    expect(container.textContent).toBe('ready, of the next, no error');
  });
});

function Counts(): ReactNode {
  return (
    <p>
      {useOpenCount()?.result} {useGlobalContext().status} {useTickets()?.length}
    </p>
  );
}

describe('a context without required params', () => {
  it('needs no provider', async () => {
    const { transport, show } = openDesk();
    const { container } = await show([<Counts key={1} />, <Counts key={2} />]);
    expect(container.textContent).toBe('2 ready 22 ready 2');
    expect(transport.reads.toSorted()).toEqual(['global', 'list']);
  });

  it('takes the params of a provider above', async () => {
    const { transport, show } = openDesk();
    await show(<ListContext team="a" children={<Counts />} />);
    expect(transport.reads.toSorted()).toEqual(['global', 'list team=a']);
  });
});

describe('a hook without what it needs above it', () => {
  it.each([
    {
      name: 'the provider of its context',
      hook: useTicket,
      inside: true,
      says: 'the context "ticket" needs its provider above this hook, with ticket_id.',
    },
    {
      name: 'MizanContext',
      hook: useMizan,
      inside: false,
      says: 'wrap the app in <MizanContext client={createMizan()}>.',
    },
    { name: 'MizanContext', hook: useOpenCount, inside: false, says: 'wrap the app in <MizanContext' },
  ])('says that $name is missing', async ({ hook, inside, says }) => {
    // React prints errors that a boundary caught; here they are meant.
    const printed = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    function Alone(): ReactNode {
      hook();
      return null;
    }
    const content = (
      <Boundary>
        <Alone />
      </Boundary>
    );
    const { container } = inside ? await openDesk().show(content) : render(content);
    printed.mockRestore();
    expect(container.textContent).toMatch(/^NO_PROVIDER: /);
    expect(container.textContent).toContain(says);
  });
});
