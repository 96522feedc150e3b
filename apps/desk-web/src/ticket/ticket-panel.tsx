import { useState } from 'react';
import { TicketContext, type TicketContextBundle, useTicketContext } from '../mizan/index.js';
import { Order } from '../order/order.js';
import { Link } from '../page/link.js';
import { ticketPath } from '../page/route.js';
import { TypingLine } from '../presence/typing-line.js';
import { usePresence } from '../presence/use-presence.js';
import { useTyping } from '../presence/use-typing.js';
import { Problem } from '../parts/problem.js';
import { Skeleton } from '../parts/skeleton.js';
import { Attachments } from './attachments.js';
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
      <Link className="put-away" href={ticketPath(...others)}>
        <span className="narrow-only">← All tickets</span>
        <span className="wide-only" aria-hidden="true">
          ×
        </span>
        <span className="unseen">Put ticket {id} away</span>
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
  return (
    <>
      {error && <Problem error={error} retry={refetch} />}
      <LoadedTicket bundle={data} />
    </>
  );
}

interface LoadedTicketProps {
  readonly bundle: TicketContextBundle;
}

function LoadedTicket({ bundle }: LoadedTicketProps) {
  const { ticket, comments, attachments, order } = bundle;
  const [text, setText] = useState('');
  const [isTyping, noteText] = useTyping();
  const others = usePresence(ticket.id, isTyping);
  const write = (next: string) => {
    setText(next);
    noteText(next);
  };
  return (
    <>
      <TicketHead ticket={ticket} others={others} />
      <Attachments attachments={attachments} />
      <Order ticket={ticket} lines={order} />
      <Comments comments={comments} />
      <TypingLine others={others} />
      {ticket.status === 'open' ? (
        <CommentForm ticketId={ticket.id} text={text} onText={write} />
      ) : (
        <p className="closed-note subtle">This ticket is closed.</p>
      )}
    </>
  );
}
