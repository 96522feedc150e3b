import { formSchema, required, text } from '@mizan/client/constraints';
import { type FormRef, formRef } from '@mizan/client/forms';
import { cleanup, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { showForm } from '../fixture/show-form.js';
import { createFormComponent } from './index.js';

afterEach(cleanup);

const names = ['elements', 'matches', 'querySelector', 'constructor', 'toString'] as const;
type Input = { readonly [Name in (typeof names)[number]]?: string };

/** Its fields are named as what elements and objects have anyway. */
const form: FormRef<Input, object, null> = formRef({
  name: 'shadow',
  title: 'Shadow',
  submitLabel: 'Send',
  fields: names.map((name) => ({ name, label: `Field ${name}`, widget: 'text', required: true })),
  schema: formSchema<Input, object>({
    elements: required(text()),
    matches: required(text()),
    querySelector: required(text()),
    constructor: required(text()),
    toString: required(text()),
  }),
});
const ShadowForm = createFormComponent(form);

it('checks, shows and sends fields that are named as what a form has', async () => {
  const { user, transport, container } = showForm(<ShadowForm />);
  const field = Object.fromEntries(
    names.map((name) => [name, screen.getByLabelText(new RegExp(`^Field ${name}`))]),
  ) as Record<(typeof names)[number], HTMLElement>;
  const send = screen.getByRole('button', { name: 'Send' });
  const element = screen.getByRole('form');
  // As browsers have it: a control of a form is a member of it by its name.
  for (const name of ['elements', 'matches', 'querySelector'] as const)
    Object.defineProperty(element, name, { value: field[name] });
  const errors = () => (container.textContent ?? '').split('This field is required.').length - 1;

  await user.click(field.matches);
  await user.tab();
  expect(errors()).toBe(1);
  await user.click(send);
  expect(document.activeElement).toBe(field.elements);
  expect(errors()).toBe(names.length);
  expect(transport.sent).not.toContain('shadow.submit');
  for (const name of names) await user.type(field[name], name);
  await user.click(send);
  const { fn, args } = transport.calls.at(-1) ?? {};
  expect(fn).toBe('shadow.submit');
  expect(args).toEqual(Object.fromEntries(names.map((name) => [name, name])));
});
