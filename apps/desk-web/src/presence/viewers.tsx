import { Avatar } from '../parts/avatar.js';
import { type Attendant, nameAll } from './attendance.js';

/** Those who look at the same ticket. */
export function Viewers({ others }: { readonly others: readonly Attendant[] }) {
  if (others.length === 0) return null;
  const text = `${nameAll(others)} ${others.length === 1 ? 'is' : 'are'} here too`;
  return (
    <span className="viewers" title={text}>
      <span className="unseen">{text}</span>
      {others.map(({ person, isTyping }) => (
        <span key={person.id} className="viewer" data-viewer={person.id} data-typing={isTyping}>
          <Avatar person={person} />
        </span>
      ))}
    </span>
  );
}
