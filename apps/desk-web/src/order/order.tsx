import { useState } from 'react';
import type { OrderLineView, TicketView } from '../mizan/index.js';
import { OrderForm } from './order-form.js';
import { OrderTable } from './order-table.js';

interface OrderProps {
  readonly ticket: TicketView;
  readonly lines: readonly OrderLineView[];
}

/** What is ordered with a ticket; as long as that is open, it can be changed. */
export function Order({ ticket, lines }: OrderProps) {
  const [isEdited, edit] = useState(false);
  if (isEdited && ticket.status === 'open') {
    return <OrderForm ticketId={ticket.id} lines={lines} onDone={() => edit(false)} />;
  }
  if (lines.length === 0 && ticket.status === 'closed') return null;
  return (
    <section className="order" aria-label="Order">
      {lines.length > 0 && <OrderTable lines={lines} />}
      {ticket.status === 'open' && (
        <button type="button" className="quiet" onClick={() => edit(true)}>
          {lines.length > 0 ? 'Change the order' : 'Order something'}
        </button>
      )}
    </section>
  );
}
