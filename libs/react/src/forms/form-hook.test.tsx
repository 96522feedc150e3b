import { createMizan, type Mizan, MizanError } from '@mizan/client';
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { type ReactNode, StrictMode, useState } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { afterEach, expect, it, vi } from 'vitest';
import { everyForm, type EveryInput, type Sent } from '../fixture/every-form.js';
import { FormTransport } from '../fixture/form-transport.js';
import { pass, showForm } from '../fixture/show-form.js';
import { MizanContext } from '../mizan-context.js';
import { createFormComponent, createFormHook, type FormResult } from './index.js';

afterEach(cleanup);

const useEveryForm = createFormHook(everyForm);
const EveryForm = createFormComponent(everyForm);
type Every = FormResult<EveryInput, Sent>;

interface PageProps {
  readonly onSuccess?: ((data: Sent) => void) | undefined;
  readonly messages?: ((error: { readonly code: string }) => string) | undefined;
  readonly initial?: EveryInput;
}

/** A form as somebody would write it by hand, and what its hook gives at any time. */
function openForm(props: PageProps = {}, transport?: FormTransport) {
  let last: Every | undefined;
  function Form(options: PageProps): ReactNode {
    const every = useEveryForm(options);
    last = every;
    const { form, field, labelFor, errorFor, helpFor, groupFor } = every;
    return (
      <form {...form}>
        <label {...labelFor('name')} />
        <input {...field('name')} />
        <small {...helpFor('name')} />
        <p {...errorFor('name')} />
        <fieldset {...groupFor('topic')}>
          <legend>Topic</legend>
          <label {...labelFor('topic', 'sales')} />
          <input {...field('topic', 'sales')} />
          <label {...labelFor('topic', 'help')} />
          <input {...field('topic', 'help')} />
        </fieldset>
        <textarea aria-label="Message" {...field('message')} />
        <select aria-label="Tags" {...field('tags')}>
          <option value="sales">Sales</option>
          <option value="help">Help</option>
        </select>
        <input aria-label="Age" {...field('age')} />
        <input aria-label="Day" {...field('day')} />
        <input aria-label="Photo" {...field('photo')} />
        <input aria-label="Papers" {...field('papers')} />
        <input aria-label="Password" {...field('password')} />
        <input aria-label="Urgent" {...field('urgent')} />
        <input aria-label="Street" {...field('address.street')} />
        <input aria-label="Article" {...field('lines.0.sku')} />
        <button>Send</button>
      </form>
    );
  }
  let change: ((next: ReactNode) => void) | undefined;
  function Page(): ReactNode {
    const [content, setContent] = useState<ReactNode>(<Form {...props} />);
    change = setContent;
    return content;
  }
  const shown = showForm(<Page />, transport);
  return {
    ...shown,
    Form,
    change: (next: ReactNode) => act(async () => change?.(next)),
    current: (): Every => {
      if (last === undefined) throw new Error('The form was never rendered.');
      return last;
    },
  };
}

const complete: EveryInput = { name: 'Ada', topic: 'help' };
const send = () => screen.getByRole('button', { name: 'Send' });

it('spreads onto elements, which belong together and hold what is filled in', async () => {
  const { user, current, container } = openForm();
  await user.type(screen.getByRole('textbox', { name: 'Your name' }), 'Ada');
  await user.click(screen.getByRole('radio', { name: 'Help' }));
  await user.type(screen.getByLabelText('Message'), 'Long enough text');
  await user.selectOptions(screen.getByLabelText('Tags'), ['sales', 'help']);
  await user.type(screen.getByLabelText('Age'), '36');
  await user.type(screen.getByLabelText('Day'), '2026-02-01');
  await user.click(screen.getByLabelText('Urgent'));
  await user.type(screen.getByLabelText('Street'), 'High St');
  await user.type(screen.getByLabelText('Article'), 'A1');
  const photo = new File(['a'], 'a.png', { type: 'image/png' });
  await user.upload(screen.getByLabelText('Photo'), photo);
  await user.upload(screen.getByLabelText('Papers'), [photo, photo]);
  expect(current().data).toEqual({
    name: 'Ada',
    topic: 'help',
    message: 'Long enough text',
    tags: ['sales', 'help'],
    age: '36',
    day: '2026-02-01',
    urgent: true,
    address: { street: 'High St' },
    lines: [{ sku: 'A1' }],
    photo,
    papers: [photo, photo],
    source: 'web',
    number: '7',
  });
  expect(current()).toMatchObject({ isDirty: true, isValid: false, isSubmitting: false });
  await user.click(screen.getByLabelText('Urgent'));
  expect(current().data.urgent).toBe(false);
  expect(container.querySelector('textarea')?.getAttribute('type')).toBe(null);
});

it('shows what is wrong with a field once it was left, and no longer when it is right', async () => {
  const { user } = openForm();
  const name = screen.getByLabelText('Your name');
  await user.click(name);
  expect(name.getAttribute('aria-invalid')).toBe('false');
  await user.tab();
  expect(name.getAttribute('aria-invalid')).toBe('true');
  expect(
    name
      .getAttribute('aria-describedby')
      ?.split(' ')
      .map((id) => document.getElementById(id)?.textContent),
  ).toEqual(['As on your badge', 'This field is required.']);
  await user.type(name, 'A');
  expect(name.getAttribute('aria-invalid')).toBe('false');
  expect(name.getAttribute('aria-describedby')).toMatch(/-help$/);
});

it('sets fields by code, by path and together', async () => {
  const { current } = openForm();
  await act(async () => {
    current().set('lines.0.sku', 'B2');
    current().set({ name: 'Bo', age: 5 });
  });
  expect(screen.getByLabelText('Your name')).toHaveProperty('value', 'Bo');
  expect(screen.getByLabelText('Age')).toHaveProperty('value', '5');
  expect(screen.getByLabelText('Article')).toHaveProperty('value', 'B2');
  await act(async () => current().reset());
  expect(screen.getByLabelText('Your name')).toHaveProperty('value', '');
});

it('focuses the first field that the server refuses, when that is shown', async () => {
  const { user, transport } = openForm({ initial: complete });
  transport.wrong = [{ field: 'lines.0.sku', code: 'gone', message: 'Sold out.' }];
  const article = screen.getByLabelText('Article');
  let invalidThen: string | null = null;
  article.addEventListener('focus', () => (invalidThen = article.getAttribute('aria-invalid')));
  await user.click(send());
  expect(document.activeElement).toBe(article);
  expect(invalidThen).toBe('true');
});

it('calls onSuccess as last rendered, with what the server answered', async () => {
  const first = vi.fn<(data: Sent) => void>();
  const second = vi.fn<(data: Sent) => void>();
  const { user, transport, change, Form, current } = openForm({ initial: complete, onSuccess: first });
  transport.hold();
  await user.click(send());
  await change(<Form initial={{}} onSuccess={second} />);
  expect(current()).toMatchObject({ isSubmitting: true, data: { name: 'Ada' } });
  await act(async () => transport.release());
  expect(first).not.toHaveBeenCalled();
  expect(second).toHaveBeenCalledExactlyOnceWith({ number: 1 });
  expect(current()).toMatchObject({ isSubmitting: false, isDirty: false });
});

it('says errors in the words of the app, as last rendered', async () => {
  const { user, change, Form } = openForm({ messages: ({ code }) => `first ${code}` });
  await change(<Form messages={({ code }) => `second ${code}`} />);
  const name = screen.getByLabelText('Your name');
  await user.type(name, 'A');
  await user.clear(name);
  await user.click(send());
  expect(screen.getByText('second required')).toBeTruthy();
});

it('gives the same set, submit, cancel, reset and handlers at every render', async () => {
  const { user, current } = openForm();
  const { set, submit, cancel, reset, form, field } = current();
  const { onChange, onBlur } = field('name');
  await user.type(screen.getByLabelText('Your name'), 'Ada');
  expect([current().set, current().submit, current().cancel, current().reset]).toEqual([
    set,
    submit,
    cancel,
    reset,
  ]);
  expect(current().form.onSubmit).toBe(form.onSubmit);
  expect(current().field('topic')).toMatchObject({ onChange, onBlur });
});

it('keeps the caret where somebody types in the middle', async () => {
  const { user } = openForm({ initial: { name: 'Aa', message: 'Long text' } });
  for (const label of ['Your name', 'Message']) {
    const control = screen.getByLabelText<HTMLInputElement>(label);
    await user.click(control);
    control.setSelectionRange(1, 1);
    await user.keyboard('d');
    expect([control.value[1], control.selectionStart, control.selectionEnd]).toEqual(['d', 2, 2]);
  }
});

it('leaves alone what an input method composes', async () => {
  const { current } = openForm();
  const name = screen.getByLabelText<HTMLInputElement>('Your name');
  let writes = 0;
  const value = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
  fireEvent.compositionStart(name);
  for (const text of ['n', 'ni', '你']) {
    value?.set?.call(name, text);
    Object.defineProperty(name, 'value', {
      configurable: true,
      get: () => value?.get?.call(name) as string,
      set(next: string) {
        writes += 1;
        value?.set?.call(name, next);
      },
    });
    fireEvent.input(name);
    Reflect.deleteProperty(name, 'value');
  }
  fireEvent.compositionEnd(name);
  expect(current().data.name).toBe('你');
  expect(writes).toBe(0);
});

it('tells half a number or date from nothing', async () => {
  const { user, current, transport } = openForm({ initial: complete });
  const age = screen.getByLabelText<HTMLInputElement>('Age');
  // As a browser does with `1e`: it shows it, and hands out nothing.
  let badInput = true;
  Object.defineProperty(age, 'validity', { configurable: true, get: () => ({ badInput }) });
  await user.click(age);
  await user.tab();
  expect(current().errors).toMatchObject({ age: { code: 'invalid' } });
  expect(age).toHaveProperty('value', '');
  await user.click(send());
  expect(transport.sent).not.toContain('every.submit');
  expect(document.activeElement).toBe(age);
  badInput = false;
  await user.click(send());
  expect(transport.sent).toContain('every.submit');
});

it('forgets files and passwords when they were taken, and nothing else', async () => {
  const { user, current, container } = openForm({ initial: complete });
  const photo = screen.getByLabelText<HTMLInputElement>('Photo');
  await user.upload(photo, new File(['a'], 'a.png', { type: 'image/png' }));
  await user.type(screen.getByLabelText('Password'), 'sesame');
  expect(photo.files).toHaveLength(1);
  await user.click(send());
  await waitFor(() => expect(current().isDirty).toBe(false));
  expect(photo.files).toHaveLength(0);
  expect(current().data).toMatchObject(complete);
  expect([current().data.photo, current().data.password]).toEqual([undefined, undefined]);
  expect(container.innerHTML).not.toContain('sesame');
});

it('takes a file away when it is set to nothing', async () => {
  const { user, current } = openForm();
  const photo = screen.getByLabelText<HTMLInputElement>('Photo');
  await user.upload(photo, new File(['a'], 'a.png', { type: 'image/png' }));
  await act(async () => current().set('photo', undefined));
  expect(photo.files).toHaveLength(0);
});

it('ends quietly when its component is gone', async () => {
  const printed = vi.spyOn(console, 'error');
  const onSuccess = vi.fn<(data: Sent) => void>();
  const { user, transport, change } = openForm({ initial: complete, onSuccess });
  transport.hold();
  await user.click(send());
  await change(null);
  await act(async () => transport.release());
  expect(onSuccess).not.toHaveBeenCalled();
  expect(printed).not.toHaveBeenCalled();
  printed.mockRestore();
});

it('asks nobody any more what was typed before its component was gone', async () => {
  const { user, transport, change } = openForm();
  await user.type(screen.getByLabelText('Your name'), 'Ada');
  await user.tab();
  await change(null);
  await pass(400);
  expect(transport.calls).toEqual([]);
});

it('shows that a call failed, and sends again under the same key', async () => {
  const { user, transport, current } = openForm({ initial: complete });
  transport.failure = new MizanError('NETWORK_ERROR', 'No answer');
  await user.click(send());
  await waitFor(() => expect(current().error?.code).toBe('NETWORK_ERROR'));
  transport.failure = undefined;
  await user.click(send());
  await waitFor(() => expect(current().error).toBe(undefined));
  const [first, second] = transport.calls.map(({ idempotencyKey }) => idempotencyKey);
  expect(first).toBeTruthy();
  expect(second).toBe(first);
});

it('is rendered by a server as a page hydrates it', async () => {
  const transport = new FormTransport();
  const page = (
    <StrictMode>
      <MizanContext client={createMizan({ transport })}>
        <EveryForm initial={{ name: 'Ada', lines: [{ sku: 'A1' }] }} />
        <EveryForm />
      </MizanContext>
    </StrictMode>
  );
  const container = document.createElement('div');
  const html = renderToString(page);
  container.innerHTML = html;
  expect(container.querySelectorAll('form')).toHaveLength(2);
  const ids = [...container.querySelectorAll('[id]')].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const recovered: unknown[] = [];
  const root = await act(async () =>
    hydrateRoot(container, page, { onRecoverableError: (error) => recovered.push(error) }),
  );
  expect(recovered).toEqual([]);
  expect([...container.querySelectorAll('[id]')].map(({ id }) => id)).toEqual(ids);
  expect(transport.calls).toEqual([]);
  await act(async () => root.unmount());
});

it('has another form for another client', async () => {
  const one = createMizan({ transport: new FormTransport() });
  const other = createMizan({ transport: new FormTransport() });
  let show: ((client: Mizan) => void) | undefined;
  function Page(): ReactNode {
    const [client, setClient] = useState(one);
    show = setClient;
    return <MizanContext client={client} children={<EveryForm />} />;
  }
  const { user } = showForm(<Page />);
  const name = screen.getByLabelText(/^Your name/);
  await user.type(name, 'Ada');
  await act(async () => show?.(other));
  expect(screen.getByLabelText(/^Your name/)).toBe(name);
  expect(name).toHaveProperty('value', '');
});

it('renders anew only the field that somebody types in', async () => {
  const rendered: string[] = [];
  const { user } = showForm(
    <EveryForm
      slots={{
        field({ name }, standard) {
          rendered.push(name);
          return standard;
        },
      }}
    />,
  );
  rendered.length = 0;
  await user.type(screen.getByLabelText(/^Your name/), 'Ada');
  expect(new Set(rendered)).toEqual(new Set(['name']));
});
