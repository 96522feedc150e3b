import { type KeyboardEvent, type SubmitEvent, useState } from 'react';
import { type TicketView, useRenameTicket } from '../mizan/index.js';
import { Problem } from '../parts/problem.js';
import { shownByHook } from '../parts/shown-by-hook.js';

interface RenameFormProps {
  readonly ticket: TicketView;
  readonly onDone: () => void;
}

/** Stands in place of the title while it is changed. Escape leaves it as it was. */
export function RenameForm({ ticket, onDone }: RenameFormProps) {
  const [title, setTitle] = useState(ticket.title);
  const rename = useRenameTicket();
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    rename.mutate({ ticket_id: ticket.id, title }).then(onDone, shownByHook);
  };
  const leave = ({ key }: KeyboardEvent) => {
    if (key === 'Escape') onDone();
  };
  return (
    <form className="title" onSubmit={save} onKeyDown={leave}>
      <input aria-label="Title" value={title} onChange={({ target }) => setTitle(target.value)} autoFocus />
      <button type="submit" disabled={rename.isPending}>
        Save
      </button>
      <button type="button" className="quiet" onClick={onDone}>
        Cancel
      </button>
      {rename.error && <Problem error={rename.error} />}
    </form>
  );
}
