/**
 * Drops what is left of the act that has submitted a form, whatever came of it meanwhile: further clicks of a double
 * click, and what a key does while it is held.
 */
export function endGesture(): void {
  const end = new AbortController();
  const look = (event: MouseEvent | KeyboardEvent) => {
    if ('repeat' in event ? event.repeat : event.detail > 1) event.preventDefault();
    else end.abort();
  };
  for (const name of ['click', 'keydown'] as const)
    addEventListener(name, look, { capture: true, signal: end.signal });
}
