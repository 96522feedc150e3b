import { type KeyboardEvent, type SubmitEvent, useState } from 'react';
import { type TicketView, useRenameTicket } from '../mizan/index.js';
import { Problem } from '../parts/problem.js';
import { shownByHook } from '../parts/shown-by-hook.js';

/** The title, and a field to change it. Escape leaves it as it was. */
export function TicketTitle({ ticket }: { readonly ticket: TicketView }) {
  const [draft, setDraft] = useState<string>();
  const rename = useRenameTicket();
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    if (draft === undefined) return;
    rename.mutate({ ticket_id: ticket.id, title: draft }).then(() => setDraft(undefined), shownByHook);
  };
  const leave = () => {
    rename.reset();
    setDraft(undefined);
  };
  if (draft === undefined) {
    return (
      <h2 className="title">
        {ticket.title}
        <button type="button" className="quiet" onClick={() => setDraft(ticket.title)}>
          Rename
        </button>
      </h2>
    );
  }
  return (
    <form
      className="title"
      onSubmit={save}
      onKeyDown={(event: KeyboardEvent) => event.key === 'Escape' && leave()}
    >
      <input aria-label="Title" value={draft} onChange={({ target }) => setDraft(target.value)} autoFocus />
      <button type="submit" className="primary" disabled={rename.isPending}>
        Save
      </button>
      <button type="button" className="quiet" onClick={leave}>
        Cancel
      </button>
      {rename.error && <Problem error={rename.error} />}
    </form>
  );
}
