import type { PersonView } from '../mizan/index.js';

/** Initials on a colour of the person's own. The name stands beside it, so readers skip it. */
export function Avatar({ person }: { readonly person: PersonView }) {
  const initials = person.name.split(' ').map((part) => part.charAt(0));
  return (
    <span className="avatar" data-tint={person.id % 5} aria-hidden="true">
      {initials}
    </span>
  );
}
