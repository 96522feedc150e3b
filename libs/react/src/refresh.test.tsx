import { cleanup, fireEvent } from '@testing-library/react';
import { memo, type ReactNode } from 'react';
import { afterEach, expect, it } from 'vitest';
import {
  openDesk,
  rest,
  type Ticket,
  TicketContext,
  Title,
  useComments,
  useOpenCount,
  useRenameTicket,
  useTicket,
  useTickets,
} from './fixture/desk.js';

afterEach(cleanup);

function Rename({ title }: { readonly title: string }): ReactNode {
  const { mutate } = useRenameTicket();
  return <button onClick={() => void mutate({ ticket_id: 7, title })}>rename</button>;
}

function Summary(): ReactNode {
  return (
    <p>
      {useOpenCount()?.result} of {useTickets()?.map(({ title }) => title)}
    </p>
  );
}
const page = (gone: ReactNode) => (
  <>
    <TicketContext ticket_id={7} children={[<Title key={1} />, <Title key={2} />]} />
    <TicketContext ticket_id={7} children={<Title />} />
    <TicketContext ticket_id={8} children={<Title />} />
    <Summary />
    <Summary />
    <Rename title="Printer repaired" />
    {gone}
  </>
);

it('fetches, after a mutation, each mounted context that it made stale once, and nothing else', async () => {
  const { transport, show } = openDesk();
  const { container, change, getByText } = await show(
    page(<TicketContext ticket_id={9} children={<Title />} />),
  );
  await change(page(null));
  transport.reads.length = 0;
  fireEvent.click(getByText('rename'));
  await rest();
  expect(transport.calls).toHaveLength(1);
  expect(transport.reads.toSorted()).toEqual(['global', 'list', 'ticket ticket_id=7']);
  expect(container.textContent).toBe(
    [
      ...Array<string>(3).fill('Printer repaired'),
      'No paper',
      ...Array<string>(2).fill('1 of Printer repairedNo paper'),
      'rename',
    ].join(''),
  );
});

it('renders anew only what shows something that changed', async () => {
  const { show } = openDesk();
  const rendered: string[] = [];
  const Row = memo(function Row({ ticket }: { readonly ticket: Ticket }): ReactNode {
    rendered.push(`row ${ticket.id}`);
    return <li>{ticket.title}</li>;
  });
  function OwnTitle(): ReactNode {
    rendered.push('title');
    return <p>{useTicket()?.title}</p>;
  }
  function Comments(): ReactNode {
    rendered.push('comments');
    return <p>{useComments()?.length}</p>;
  }
  function List(): ReactNode {
    rendered.push('list');
    return (
      <ul>
        {useTickets()?.map((ticket) => (
          <Row key={ticket.id} ticket={ticket} />
        ))}
      </ul>
    );
  }
  const { getByText } = await show(
    <>
      <TicketContext ticket_id={7}>
        <OwnTitle />
        <Comments />
      </TicketContext>
      <List />
      <Rename title="Printer repaired" />
    </>,
  );
  rendered.length = 0;
  fireEvent.click(getByText('rename'));
  await rest();
  expect(new Set(rendered)).toEqual(new Set(['title', 'list', 'row 7']));
  // StrictMode renders twice what it renders once.
  expect(rendered).toHaveLength(6);
});
