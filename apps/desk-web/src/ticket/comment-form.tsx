import { type SubmitEvent, useState } from 'react';
import { useAddComment } from '../mizan/index.js';
import { Problem } from '../parts/problem.js';
import { shownByHook } from '../parts/shown-by-hook.js';

export function CommentForm({ ticketId }: { readonly ticketId: number }) {
  const [text, setText] = useState('');
  const add = useAddComment();
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    add.mutate({ ticket_id: ticketId, text }).then(() => setText(''), shownByHook);
  };
  return (
    <form className="comment-form" onSubmit={send}>
      <textarea
        aria-label="Your comment"
        placeholder="Write a comment"
        rows={3}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      {add.error && <Problem error={add.error} />}
      <button type="submit" disabled={add.isPending}>
        Comment
      </button>
    </form>
  );
}
