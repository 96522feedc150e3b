import { useState } from 'react';
import { TicketsContext, useTicketsContext } from '../mizan/index.js';
import { Link } from '../page/link.js';
import { Problem } from '../parts/problem.js';
import { Skeleton } from '../parts/skeleton.js';
import { StatusFilter, type Filter } from './status-filter.js';
import { TicketRow } from './ticket-row.js';

interface OpenTickets {
  /** Those that are shown beside the list. */
  readonly open: readonly number[];
}

export function TicketList({ open }: OpenTickets) {
  const [filter, setFilter] = useState<Filter>('open');
  return (
    <nav className="list" aria-label="Tickets">
      <div className="list-bar">
        <StatusFilter value={filter} onChange={setFilter} />
        <Link className="button" href="/new">
          New ticket
        </Link>
      </div>
      <TicketsContext status={filter === 'all' ? undefined : filter}>
        <Rows open={open} />
      </TicketsContext>
    </nav>
  );
}

function Rows({ open }: OpenTickets) {
  const { data, status, error, refetch } = useTicketsContext();
  return (
    <>
      {error && <Problem error={error} retry={refetch} />}
      {!data && !error && <Skeleton lines={5} />}
      {data?.tickets.length === 0 && <p className="hint">Nothing here.</p>}
      <ul className="rows" aria-busy={status === 'loading' || status === 'refreshing'}>
        {data?.tickets.map((ticket) => (
          <TicketRow key={ticket.id} ticket={ticket} open={open} />
        ))}
      </ul>
    </>
  );
}
