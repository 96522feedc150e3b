import { type TicketView, useCloseTicket, useReopenTicket } from '../mizan/index.js';
import { Problem } from '../parts/problem.js';

/** Closes an open ticket and reopens a closed one. */
export function StatusButton({ ticket }: { readonly ticket: TicketView }) {
  const close = useCloseTicket();
  const reopen = useReopenTicket();
  const isOpen = ticket.status === 'open';
  const error = close.error ?? reopen.error;
  const move = () => {
    close.reset();
    reopen.reset();
    void (isOpen ? close : reopen).mutate({ ticket_id: ticket.id });
  };
  return (
    <>
      <button
        type="button"
        className={isOpen ? 'primary' : ''}
        aria-disabled={close.isPending || reopen.isPending}
        onClick={move}
      >
        {isOpen ? 'Close ticket' : 'Reopen ticket'}
      </button>
      {error && <Problem error={error} />}
    </>
  );
}
