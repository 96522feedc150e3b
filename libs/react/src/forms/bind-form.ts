import type { FormField } from '@mizan/client/forms';
import type { FormEvent } from 'react';
import { controlsOf } from './controls-of.js';
import type { FieldHandlers } from './field-props.js';
import { endGesture } from './end-gesture.js';
import { type FormControl, isUnreadable, readControl } from './read-control.js';
import { momentOf } from './shown-time.js';

/** What a form does with its fields, by their names in the page. */
export interface FormActions {
  readonly fieldOf: (name: string) => FormField | undefined;
  readonly set: (name: string, value: unknown) => void;
  readonly touch: (name: string) => void;
  /** Gives the name of the first field that is wrong. */
  readonly submit: () => Promise<string | undefined>;
}

export interface FormHandlers extends FieldHandlers {
  readonly onSubmit: (event: FormEvent<HTMLFormElement>) => void;
}

/** The handlers of a form. They find out by its name which field it is, so that they never change. */
export function bindForm({ fieldOf, set, touch, submit }: FormActions): FormHandlers {
  const unreadable = new WeakSet<object>();

  function take(control: FormControl): void {
    if (isUnreadable(control)) unreadable.add(control);
    else unreadable.delete(control);
    const { name } = control;
    const value = readControl(control);
    set(name, typeof value === 'string' && fieldOf(name)?.instant ? momentOf(value) : value);
  }

  /** React tells of no change while a control gives nothing, whatever it shows. */
  function look(control: FormControl): void {
    if (isUnreadable(control) !== unreadable.has(control)) take(control);
  }

  return {
    onChange: ({ target }) => take(target),
    onBlur({ target }) {
      const leave = () => {
        look(target);
        touch(target.name);
      };
      // An error that shows up moves what is below it: away from under a pointer that presses a button.
      if (isPressed(target.form)) afterPress(leave);
      else leave();
    },
    onSubmit(event) {
      event.preventDefault();
      const form = event.currentTarget;
      endGesture();
      for (const control of controlsOf(form)) look(control);
      void submit().then((name) => name !== undefined && focusField(form, name));
    },
  };
}

/** Fields may be named as what a form has, `matches`, and then take its place. */
function isPressed(form: HTMLFormElement | null): boolean {
  return form ? Element.prototype.matches.call(form, ':active') : false;
}

function focusField(form: HTMLFormElement, name: string): void {
  const isOfField = (control: FormControl) => `${control.name}.`.startsWith(`${name}.`);
  controlsOf(form)
    .find((control) => isOfField(control) && control.type !== 'hidden')
    ?.focus();
}

function afterPress(act: () => void): void {
  const end = new AbortController();
  const release = () => {
    end.abort();
    // The click comes right after.
    setTimeout(act);
  };
  for (const name of ['pointerup', 'pointercancel'] as const)
    addEventListener(name, release, { signal: end.signal });
}
