import type { MouseEvent, ReactNode } from 'react';

interface SubmitButtonProps {
  readonly isSubmitting: boolean;
  readonly children: ReactNode;
}

/** Not disabled while it works, since it would lose the focus: another click is the same submission. */
export function SubmitButton({ isSubmitting, children }: SubmitButtonProps) {
  return (
    <button type="submit" className="primary" aria-disabled={isSubmitting} onMouseDown={keepFocus}>
      {isSubmitting ? 'Sending…' : children}
    </button>
  );
}

/** A field that is left may show what is wrong with it: the button would move away below the mouse, and miss the click. */
function keepFocus(event: MouseEvent): void {
  event.preventDefault();
}
