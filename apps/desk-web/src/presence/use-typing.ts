import { useEffect, useRef, useState } from 'react';

/** Milliseconds. Whoever pauses to think is not said to write. */
const pause = 4_000;

/**
 * Whether somebody types: from a change of the text on, until it has not changed for a while or is empty.
 *
 * @returns whether, and what is to be told each new text
 */
export function useTyping(): readonly [isTyping: boolean, noteText: (text: string) => void] {
  const [isTyping, setTyping] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const noteText = (text: string) => {
    clearTimeout(timer.current);
    setTyping(text !== '');
    if (text !== '') timer.current = setTimeout(() => setTyping(false), pause);
  };
  return [isTyping, noteText];
}
