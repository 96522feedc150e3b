import { MizanError } from '@mizan/client';
import { act, cleanup, screen, waitFor, within } from '@testing-library/react';
import { type ReactNode, useState } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { type EveryInput, everyForm, packForm } from '../fixture/every-form.js';
import { findBarriers, showForm } from '../fixture/show-form.js';
import { createFormComponent, type FieldProps, type FormSlots } from './index.js';

afterEach(cleanup);

const EveryForm = createFormComponent(everyForm);
const PackForm = createFormComponent(packForm);
const send = () => screen.getByRole('button', { name: 'Send' });
const alert = () => screen.getByRole('alert').textContent;
const notes = () => within(screen.getByRole('group', { name: 'Notes' })).queryAllByRole('textbox');
const shownNotes = () => notes().map((note) => note.getAttribute('value'));
const describedBy = (control: Element) =>
  (control.getAttribute('aria-describedby') ?? '')
    .split(' ')
    .map((id) => document.getElementById(id)?.textContent ?? '');

it('has a label for each control, with its help, and says what is required', async () => {
  const { container } = showForm(<EveryForm />);
  const form = screen.getByRole('form', { name: 'Everything' });
  expect(within(form).getByRole('heading').textContent).toBe('Everything');
  const name = screen.getByRole('textbox', { name: 'Your name' });
  expect(name).toMatchObject({ type: 'text', required: true, maxLength: 80 });
  expect(describedBy(name)).toEqual(['As on your badge']);
  const topic = screen.getByRole('radiogroup', { name: 'Topic' });
  expect(within(topic).getAllByRole('radio')).toHaveLength(2);
  expect(topic.getAttribute('aria-required')).toBe('true');
  expect(screen.getByRole('spinbutton', { name: 'Age' })).toMatchObject({ min: '18', required: false });
  expect(screen.getByRole('combobox', { name: 'Team' })).toHaveProperty('value', '');
  expect(screen.getByRole('listbox', { name: 'Tags' })).toHaveProperty('multiple', true);
  expect(screen.getByRole('checkbox', { name: 'Urgent' })).toHaveProperty('checked', false);
  expect(screen.getByRole('group', { name: 'Lines' })).toBeTruthy();
  expect(screen.getByLabelText('Password')).toHaveProperty('type', 'password');
  expect(screen.getByLabelText('Day')).toHaveProperty('type', 'date');
  expect(screen.getByLabelText('At')).toHaveProperty('type', 'time');
  expect(screen.getByLabelText('From')).toHaveProperty('type', 'datetime-local');
  expect(screen.getByLabelText('Photo')).toMatchObject({ type: 'file', accept: 'image/*', multiple: false });
  expect(screen.getByLabelText('Papers')).toMatchObject({ type: 'file', multiple: true });
  expect(screen.getByLabelText('Message').tagName).toBe('TEXTAREA');
  expect(screen.getByLabelText('Number')).toMatchObject({
    disabled: true,
    required: false,
    value: '7',
  });
  expect(container.querySelector('input[type=hidden]')).toMatchObject({ name: 'source', value: 'web' });
  expect(form).toHaveProperty('noValidate', true);
  expect(alert()).toBe('');
});

it('has no barrier at first, and when it was refused', async () => {
  const { container, user, transport } = showForm(
    <EveryForm initial={{ lines: [{ sku: 'A1' }], age: '3' }} />,
  );
  expect(await findBarriers(container)).toEqual([]);
  await user.click(send());
  expect(await findBarriers(container)).toEqual([]);
  transport.wrong = [{ field: '__all__', code: 'never', message: 'Not today.' }];
  await fillIn(user);
  await user.click(send());
  expect(alert()).toBe('Not today.');
  expect(await findBarriers(container)).toEqual([]);
});

async function fillIn(user: ReturnType<typeof showForm>['user']): Promise<void> {
  await user.type(screen.getByLabelText(/^Your name/), 'Ada');
  await user.click(screen.getByRole('radio', { name: 'Help' }));
  await user.clear(screen.getByRole('spinbutton', { name: 'Age' }));
  const quantity = screen.queryByRole('spinbutton', { name: 'Quantity' });
  if (quantity !== null) await user.type(quantity, '2');
}

it('has an input for each of a list of texts', async () => {
  const { container, user, transport } = showForm(
    <EveryForm initial={{ name: 'Ada', topic: 'help', notes: ['a', 'b'] }} />,
  );
  expect(shownNotes()).toEqual(['a', 'b']);
  expect(await findBarriers(container)).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'Add: Notes' }));
  const third = screen.getByRole('textbox', { name: 'Notes 3' });
  expect(document.activeElement).toBe(third);
  await user.type(third, 'much too long');
  await user.click(screen.getByRole('button', { name: 'Remove Notes 1' }));
  expect(shownNotes()).toEqual(['b', 'much too long']);
  await user.click(send());
  expect(describedBy(screen.getByRole('group', { name: 'Notes' }))).toEqual(['At most 8 characters.']);
  expect(transport.sent).not.toContain('every.submit');
  await user.clear(screen.getByRole('textbox', { name: 'Notes 2' }));
  await user.type(screen.getByRole('textbox', { name: 'Notes 2' }), 'c');
  await user.click(send());
  expect(transport.calls.at(-1)).toMatchObject({ fn: 'every.submit', args: { notes: ['b', 'c'] } });
});

it('leads to the first field that is wrong, which says what is', async () => {
  const { user, transport } = showForm(<EveryForm />);
  await user.click(send());
  const name = screen.getByLabelText(/^Your name/);
  expect(document.activeElement).toBe(name);
  expect(name.getAttribute('aria-invalid')).toBe('true');
  expect(describedBy(name)).toEqual(['As on your badge', 'This field is required.']);
  await user.type(name, 'Ada');
  expect(name.getAttribute('aria-invalid')).toBe('false');
  await user.click(send());
  const topic = screen.getByRole('radiogroup', { name: 'Topic' });
  expect(document.activeElement).toBe(within(topic).getByRole('radio', { name: 'Sales' }));
  expect(topic.getAttribute('aria-invalid')).toBe('true');
  expect(describedBy(topic)).toEqual(['This field is required.']);
  expect(transport.sent).not.toContain('every.submit');
});

it('can be filled in and sent with the keyboard alone', async () => {
  const onSuccess = vi.fn<(data: { readonly number: number }) => void>();
  const { user, transport } = showForm(<EveryForm onSuccess={onSuccess} />);
  await user.tab();
  await user.keyboard('Ada');
  await user.tab();
  await user.keyboard(' ');
  await user.tab();
  await user.selectOptions(screen.getByLabelText('Team'), 'help');
  await user.tab();
  await user.tab();
  await user.keyboard('Long enough text');
  await user.tab();
  await user.keyboard('36');
  await user.keyboard('{Enter}');
  const { args } = transport.calls.at(-1) ?? {};
  expect(args).toMatchObject({
    name: 'Ada',
    topic: 'sales',
    team: 'help',
    message: 'Long enough text',
    age: '36',
  });
  expect(onSuccess).toHaveBeenCalledExactlyOnceWith({ number: transport.calls.length });
});

it('announces once what no field can show: the whole form, a field that nobody sees, a call that failed', async () => {
  const { user, transport } = showForm(
    <EveryForm texts={{ failure: ({ code }) => `It went wrong: ${code}` }} />,
  );
  await fillIn(user);
  transport.wrong = [
    { field: 'source', code: 'invalid', message: 'Unknown source.' },
    { field: '__all__', code: 'never', message: 'Not today.' },
  ];
  await user.click(send());
  expect(alert()).toBe('Not today.Source: Unknown source.');
  expect(screen.getAllByText('Not today.')).toHaveLength(1);
  transport.wrong = [];
  transport.failure = new MizanError('FORBIDDEN', 'Not yours', 403);
  await user.type(screen.getByLabelText(/^Your name/), 'x');
  await user.click(send());
  expect(alert()).toMatch(/It went wrong: FORBIDDEN$/);
});

it('keeps the focus on its button while it is sent, and sends once however often that is pressed', async () => {
  const { user, transport } = showForm(<EveryForm />);
  await fillIn(user);
  transport.hold();
  await user.dblClick(send());
  expect(send().getAttribute('aria-disabled')).toBe('true');
  expect(document.activeElement).toBe(send());
  transport.release();
  expect(transport.sent.filter((fn) => fn === 'every.submit')).toHaveLength(1);
});

it('shows how much of the files has been sent, and gives it up when asked to', async () => {
  const { user, transport, container } = showForm(
    <EveryForm texts={{ sending: 'Wird gesendet', cancel: 'Abbrechen' }} />,
  );
  await fillIn(user);
  const photo = screen.getByLabelText<HTMLInputElement>('Photo');
  await user.upload(photo, new File(['a'], 'a.png', { type: 'image/png' }));
  transport.hold();
  await user.click(send());
  await act(async () => transport.progress(250, 1000));
  const bar = screen.getByRole('progressbar', { name: 'Wird gesendet' });
  expect(bar).toMatchObject({ value: 0.25, max: 1 });
  expect(await findBarriers(container)).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'Abbrechen' }));
  expect(screen.queryByRole('progressbar')).toBe(null);
  expect(document.activeElement).toBe(send());
  expect(send().getAttribute('aria-disabled')).toBe('false');
  expect([photo.files?.length, alert()]).toEqual([1, '']);
  await user.click(send());
  await act(async () => transport.progress(1000, 1000));
  const giveUp = screen.getByRole('button', { name: 'Abbrechen' });
  expect(giveUp.getAttribute('aria-disabled')).toBe('true');
  await user.click(giveUp);
  // All was sent: whatever comes of it is waited for.
  expect(screen.getByRole('progressbar')).toHaveProperty('value', 1);
  await act(async () => transport.release());
  await waitFor(() => expect(photo.files).toHaveLength(0));
});

it('adds and removes objects of a list, and leads there', async () => {
  const { user, transport, container } = showForm(<PackForm />);
  const adder = screen.getByRole('button', { name: 'Add: Lines' });
  await user.click(screen.getByRole('button', { name: 'Pack' }));
  expect(describedBy(screen.getByRole('group', { name: 'Lines' }))).toEqual(['This field is required.']);
  expect(document.activeElement).toBe(adder);
  for (const sku of ['A1', 'B2', 'C3', 'D4']) {
    await user.click(adder);
    expect(document.activeElement).toBe(screen.getAllByLabelText(/^Article/).at(-1));
    await user.keyboard(sku);
  }
  const last = screen.getAllByLabelText(/^Article/)[2];
  await user.click(screen.getByRole('button', { name: 'Remove Lines 1' }));
  expect(document.activeElement).toBe(adder);
  await user.click(screen.getByRole('button', { name: 'Remove Lines 3' }));
  expect(document.activeElement).toBe(adder);
  const left = screen.getAllByLabelText(/^Article/);
  expect(left.map((control) => 'value' in control && control.value)).toEqual(['B2', 'C3']);
  expect(left[1]).toBe(last);
  await user.click(screen.getByRole('button', { name: 'Pack' }));
  expect(document.activeElement).toBe(screen.getAllByLabelText(/^Quantity/)[0]);
  expect(await findBarriers(container)).toEqual([]);
  for (const quantity of screen.getAllByLabelText(/^Quantity/)) await user.type(quantity, '1');
  await user.click(screen.getByRole('button', { name: 'Pack' }));
  expect(transport.calls.at(-1)).toMatchObject({
    fn: 'pack.submit',
    args: {
      lines: [
        { sku: 'B2', qty: '1', unit: 'pieces' },
        { sku: 'C3', qty: '1', unit: 'pieces' },
      ],
    },
  });
});

it('takes classes for each part', async () => {
  const classNames = {
    title: 'title',
    field: 'field',
    label: 'label',
    input: 'input',
    help: 'help',
    error: 'error',
    errors: 'errors',
    list: 'list',
    row: 'row',
    progress: 'progress',
    submit: 'submit',
  };
  const { container, user, transport } = showForm(
    <EveryForm className="form" classNames={classNames} initial={{ lines: [{ sku: 'A1' }] }} />,
  );
  await user.click(send());
  await fillIn(user);
  transport.wrong = ['name', '__all__'].map((field) => ({ field, code: 'never', message: 'Not today.' }));
  await user.click(send());
  const found = (name: string) => container.querySelector(`.${name}`)?.tagName;
  expect(Object.fromEntries(Object.keys(classNames).map((name) => [name, found(name)]))).toEqual({
    title: 'HEADER',
    field: 'DIV',
    label: 'LABEL',
    input: 'INPUT',
    help: 'P',
    error: 'P',
    errors: 'UL',
    list: 'FIELDSET',
    row: 'FIELDSET',
    progress: undefined,
    submit: 'BUTTON',
  });
  expect(container.firstElementChild?.className).toBe('form');
});

it('lets slots show any part, with hooks of their own, without losing the focus', async () => {
  const { user } = showForm(<SlottedForm />);
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Everything');
  expect(screen.queryByRole('radiogroup')).toBe(null);
  expect(describedBy(screen.getByLabelText(/^Your name/))).toEqual(['As on your badge!']);
  const age = screen.getByLabelText('Age');
  await user.type(age, '36');
  expect(age).toHaveProperty('value', '36');
  expect(document.activeElement).toBe(age);
  expect(screen.getByRole('button', { name: 'Send 2' })).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'x0' }));
  expect(screen.queryByLabelText(/^Article/)).toBe(null);
});

function CountedInput({
  props,
  count,
}: {
  readonly props: FieldProps;
  readonly count: () => void;
}): ReactNode {
  return (
    <input
      {...props}
      onChange={(event) => {
        count();
        props.onChange(event);
      }}
    />
  );
}

/** Shows the form with slots that are other functions at each render, as pages have them. */
function SlottedForm(): ReactNode {
  const [count, setCount] = useState(0);
  const slots: FormSlots<EveryInput> = {
    title: ({ children }) => <h1>{children}</h1>,
    field: ({ name, error }, standard) =>
      name === 'topic' ? null : <section data-wrong={error !== undefined}>{standard}</section>,
    input: ({ name, props }, standard) =>
      name === 'age' ? <CountedInput props={props} count={() => setCount(count + 1)} /> : standard,
    help: ({ id, children }) => <small id={id}>{children}!</small>,
    submit: ({ children }) => (
      <button>
        {children} {count}
      </button>
    ),
    row: ({ index, remove, children }) => (
      <section>
        {children}
        <button type="button" onClick={remove}>
          x{index}
        </button>
      </section>
    ),
  };
  return <EveryForm slots={slots} initial={{ lines: [{}] }} />;
}
