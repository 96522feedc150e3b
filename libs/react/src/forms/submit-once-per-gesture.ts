/**
 * Has what is one act of whoever uses a form submit it once, whatever came of it meanwhile: the second click of a double
 * click, and a key that is held, press the button again.
 */
export function submitOncePerGesture(form: HTMLFormElement): void {
  const end = new AbortController();
  const look = (event: MouseEvent | KeyboardEvent) => {
    const isSame = 'repeat' in event ? event.repeat : event.detail > 1;
    if (!isSame) end.abort();
    else if ('repeat' in event || isSubmitter(event.target, form)) event.preventDefault();
  };
  for (const name of ['click', 'keydown'] as const)
    addEventListener(name, look, { capture: true, signal: end.signal });
}

function isSubmitter(target: EventTarget | null, form: HTMLFormElement): boolean {
  const control = target instanceof Element && target.closest<HTMLButtonElement>('button,input');
  return control instanceof Element && control.form === form && control.type === 'submit';
}
