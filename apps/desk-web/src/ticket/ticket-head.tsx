import type { TicketView } from '../mizan/index.js';
import { Ago } from '../parts/ago.js';
import { useIsStaff } from '../sign-in/use-is-staff.js';
import { AssigneePicker } from './assignee-picker.js';
import { StatusButton } from './status-button.js';
import { TicketTitle } from './ticket-title.js';

export function TicketHead({ ticket }: { readonly ticket: TicketView }) {
  const isStaff = useIsStaff();
  return (
    <header className="ticket-head">
      <p className="facts">
        <span className="status" data-status={ticket.status}>
          {ticket.status}
        </span>
        <span>#{ticket.id}</span>
        <span>
          {ticket.requester.name}, <Ago time={ticket.opened} />
        </span>
      </p>
      <TicketTitle key={ticket.id} ticket={ticket} />
      <div className="controls">
        {isStaff ? (
          <>
            <AssigneePicker ticket={ticket} />
            <StatusButton ticket={ticket} />
          </>
        ) : (
          <p className="subtle">
            {ticket.assignee ? `${ticket.assignee.name} takes care of it.` : 'The team will take care of it.'}
          </p>
        )}
      </div>
    </header>
  );
}
