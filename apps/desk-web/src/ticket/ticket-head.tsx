import { useState } from 'react';
import type { TicketView } from '../mizan/index.js';
import { Ago } from '../parts/ago.js';
import type { Attendant } from '../presence/attendance.js';
import { Viewers } from '../presence/viewers.js';
import { useIsStaff } from '../sign-in/use-is-staff.js';
import { AssigneePicker } from './assignee-picker.js';
import { RenameForm } from './rename-form.js';
import { StatusButton } from './status-button.js';

interface TicketHeadProps {
  readonly ticket: TicketView;
  /** Who else looks at it. */
  readonly others: readonly Attendant[];
}

export function TicketHead({ ticket, others }: TicketHeadProps) {
  const [isRenaming, setRenaming] = useState(false);
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
        {ticket.urgency !== 'week' && <span className="urgency">{tellUrgency(ticket)}</span>}
        <Viewers others={others} />
      </p>
      {isRenaming ? (
        <RenameForm ticket={ticket} onDone={() => setRenaming(false)} />
      ) : (
        <h2 className="title">{ticket.title}</h2>
      )}
      <div className="controls">
        {isStaff ? <AssigneePicker ticket={ticket} /> : <p className="subtle">{tellAssignee(ticket)}</p>}
        <button type="button" className="quiet" onClick={() => setRenaming(true)}>
          Rename
        </button>
        {isStaff && <StatusButton ticket={ticket} />}
      </div>
    </header>
  );
}

function tellUrgency({ urgency, callback }: TicketView): string {
  if (urgency === 'today') return 'answer today';
  return callback === null ? 'call now' : `call ${callback}`;
}

function tellAssignee({ assignee }: TicketView): string {
  return assignee ? `${assignee.name} takes care of it.` : 'The team will take care of it.';
}
