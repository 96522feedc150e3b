import type { PersonView } from '../mizan/index.js';

/** The person's picture, or initials on a colour of one's own. The name stands beside it, so readers skip it. */
export function Avatar({ person }: { readonly person: PersonView }) {
  const { id, name, portrait } = person;
  if (portrait !== null) return <img className="avatar" src={portrait} alt="" width="32" height="32" />;
  const initials = name.split(' ').map((part) => part.charAt(0));
  return (
    <span className="avatar" data-tint={id % 5} aria-hidden="true">
      {initials}
    </span>
  );
}
