import { type SubmitEvent, useState } from 'react';
import { useOpenTicket } from '../mizan/index.js';
import { Link } from '../page/link.js';
import { navigate, ticketPath } from '../page/route.js';
import { Problem } from '../parts/problem.js';
import { shownByHook } from '../parts/shown-by-hook.js';

export function NewTicketForm() {
  const [title, setTitle] = useState('');
  const [text, setText] = useState('');
  const open = useOpenTicket();
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    open.mutate({ title, text }).then(({ id }) => navigate(ticketPath(id)), shownByHook);
  };
  return (
    <form className="panel new-ticket" onSubmit={send}>
      <h2>New ticket</h2>
      <label>
        In a few words
        <input value={title} onChange={({ target }) => setTitle(target.value)} autoFocus />
      </label>
      <label>
        What happened?
        <textarea rows={6} value={text} onChange={({ target }) => setText(target.value)} />
      </label>
      {open.error && <Problem error={open.error} />}
      <div className="controls">
        <Link className="button quiet" href="/">
          Cancel
        </Link>
        <button type="submit" className="primary" disabled={open.isPending}>
          Open ticket
        </button>
      </div>
    </form>
  );
}
