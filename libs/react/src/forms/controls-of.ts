import type { FormControl } from './read-control.js';

/** The controls of a form, those of nested components too. */
export function controlsOf(form: HTMLFormElement): readonly (FormControl & HTMLElement)[] {
  // A field that is named `elements` takes the place of the form's own. A form lists buttons and fieldsets too, which
  // have all that is asked of controls.
  const elements = Reflect.get(HTMLFormElement.prototype, 'elements', form) as unknown;
  return Array.from(elements as ArrayLike<FormControl & HTMLElement>);
}
