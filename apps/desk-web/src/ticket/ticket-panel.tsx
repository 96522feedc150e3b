import { TicketContext, useTicketContext } from '../mizan/index.js';
import { Link } from '../page/link.js';
import { ticketPath } from '../page/route.js';
import { Problem } from '../parts/problem.js';
import { Skeleton } from '../parts/skeleton.js';
import { CommentForm } from './comment-form.js';
import { Comments } from './comments.js';
import { TicketHead } from './ticket-head.js';

interface TicketPanelProps {
  readonly id: number;
  /** The tickets beside it, which stay when this one is put away. */
  readonly others: readonly number[];
}

export function TicketPanel({ id, others }: TicketPanelProps) {
  return (
    <section className="panel" aria-label={`Ticket ${id}`} data-panel={id}>
      <Link className="put-away" href={ticketPath(...others)} aria-label={`Put ticket ${id} away`}>
        <span className="narrow-only">← All tickets</span>
        <span className="wide-only">×</span>
      </Link>
      <TicketContext ticket_id={id}>
        <TicketWithComments />
      </TicketContext>
    </section>
  );
}

function TicketWithComments() {
  const { data, error, refetch } = useTicketContext();
  if (!data) return error ? <Problem error={error} retry={refetch} /> : <Skeleton lines={6} />;
  const { ticket, comments } = data;
  return (
    <>
      {error && <Problem error={error} retry={refetch} />}
      <TicketHead ticket={ticket} />
      <Comments comments={comments} />
      {ticket.status === 'open' ? (
        <CommentForm ticketId={ticket.id} />
      ) : (
        <p className="closed-note subtle">This ticket is closed.</p>
      )}
    </>
  );
}
