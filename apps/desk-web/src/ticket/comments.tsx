import type { CommentView } from '../mizan/index.js';
import { Ago } from '../parts/ago.js';
import { Avatar } from '../parts/avatar.js';

export function Comments({ comments }: { readonly comments: readonly CommentView[] }) {
  return (
    <ol className="comments">
      {comments.map(({ id, author, text, written }) => (
        <li key={id} className="comment" data-role={author.role}>
          <Avatar person={author} />
          <div>
            <p className="subtle">
              <strong>{author.name}</strong> {author.role !== 'customer' && <small>team</small>}{' '}
              <Ago time={written} />
            </p>
            <p className="comment-text">{text}</p>
          </div>
        </li>
      ))}
    </ol>
  );
}
