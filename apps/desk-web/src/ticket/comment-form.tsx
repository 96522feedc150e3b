import type { SubmitEvent } from 'react';
import { useAddComment } from '../mizan/index.js';
import { Problem } from '../parts/problem.js';
import { shownByHook } from '../parts/shown-by-hook.js';

interface CommentFormProps {
  readonly ticketId: number;
  /** What was written so far. Kept outside, where it outlives a form that goes because somebody closes the ticket. */
  readonly text: string;
  readonly onText: (text: string) => void;
}

export function CommentForm({ ticketId, text, onText }: CommentFormProps) {
  const add = useAddComment();
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    add.mutate({ ticket_id: ticketId, text }).then(() => onText(''), shownByHook);
  };
  return (
    <form className="comment-form" onSubmit={send}>
      <textarea
        aria-label="Your comment"
        placeholder="Write a comment"
        rows={3}
        value={text}
        onChange={({ target }) => onText(target.value)}
      />
      {add.error && <Problem error={add.error} />}
      <button type="submit" disabled={add.isPending}>
        Comment
      </button>
    </form>
  );
}
