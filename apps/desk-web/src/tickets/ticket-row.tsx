import type { TicketView } from '../mizan/index.js';
import { Link } from '../page/link.js';
import { ticketPath } from '../page/route.js';
import { Ago } from '../parts/ago.js';
import { Avatar } from '../parts/avatar.js';

interface TicketRowProps {
  readonly ticket: TicketView;
  readonly open: readonly number[];
}

export function TicketRow({ ticket, open }: TicketRowProps) {
  const [first] = open;
  const isOpen = open.includes(ticket.id);
  return (
    <li className="row" data-ticket={ticket.id} data-status={ticket.status}>
      <Link className="row-link" href={ticketPath(ticket.id)} aria-current={isOpen ? 'page' : undefined}>
        <span className="row-title">{ticket.title}</span>
        <span className="subtle">
          #{ticket.id} · {ticket.requester.name} · <Ago time={ticket.opened} />
          {ticket.status === 'closed' && ' · closed'}
        </span>
      </Link>
      {ticket.assignee && <Avatar person={ticket.assignee} />}
      {first !== undefined && !isOpen && (
        <Link className="beside" href={ticketPath(first, ticket.id)} aria-label={`Open #${ticket.id} beside`}>
          ⊞
        </Link>
      )}
    </li>
  );
}
