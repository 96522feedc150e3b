import { type Attendant, nameAll } from './attendance.js';

/** Says who writes. It is there all the time, so that nothing moves when somebody begins. */
export function TypingLine({ others }: { readonly others: readonly Attendant[] }) {
  const writing = others.filter(({ isTyping }) => isTyping);
  return (
    <p className="typing subtle" aria-live="polite">
      {writing.length > 0 && `${nameAll(writing)} ${writing.length === 1 ? 'is' : 'are'} writing…`}
    </p>
  );
}
