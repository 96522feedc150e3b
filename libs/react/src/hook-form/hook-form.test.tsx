import { createMizan } from '@mizan/client';
import { cleanup, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { useForm } from 'react-hook-form';
import { afterEach, expect, it, vi } from 'vitest';
import { type EveryValues, everyForm, type EveryInput } from '../fixture/every-form.js';
import { FormTransport } from '../fixture/form-transport.js';
import { formResolver, type ResolverOptions, submitForm } from './index.js';

afterEach(cleanup);

/** A form of React Hook Form, and what it hands to `handleSubmit`. */
function openForm({ defaults = {}, ...options }: ResolverOptions & { readonly defaults?: EveryInput } = {}) {
  const transport = new FormTransport();
  const mizan = createMizan({ transport });
  const accepted: EveryValues[] = [];
  const onSent = vi.fn<(number: number) => void>();

  function Form(): ReactNode {
    const form = useForm<EveryInput, unknown, EveryValues>({
      resolver: formResolver(everyForm, options),
      defaultValues: defaults,
    });
    const { register, handleSubmit, setError, formState } = form;
    const { errors } = formState;
    const send = handleSubmit(async (values) => {
      accepted.push(values);
      const answer = await submitForm(mizan, everyForm, values);
      if (answer.success) onSent(answer.data.number);
      else for (const { path, error } of answer.errors) setError(path, error);
    });
    return (
      <form onSubmit={(event) => void send(event)}>
        <input aria-label="name" {...register('name')} />
        <input aria-label="topic" {...register('topic')} />
        <input aria-label="age" {...register('age')} />
        <input aria-label="street" {...register('address.street')} />
        <input aria-label="sku" {...register('lines.0.sku')} />
        <input aria-label="qty" {...register('lines.0.qty')} />
        <input aria-label="photo" type="file" {...register('photo')} />
        <input aria-label="papers" type="file" multiple {...register('papers')} />
        <output>
          {[
            errors.root,
            errors.name,
            errors.topic,
            errors.age,
            errors.photo,
            errors.address?.street,
            errors.lines?.[0]?.sku,
            errors.lines?.[0]?.qty,
          ].map((error) => error && `${error.type}: ${error.message}\n`)}
        </output>
        <button>Send</button>
      </form>
    );
  }
  render(<Form />);
  return { transport, accepted, onSent, user: userEvent.setup() };
}

const shown = () => screen.getByRole('status').textContent?.trim().split('\n');
const line = { sku: 'A1', qty: '2' };

it('shows what is wrong at each field, in lists and objects too, and sends nothing', async () => {
  const { user, transport, accepted } = openForm({
    defaults: { age: '3', lines: [{ sku: 'much too long' }] },
  });
  await user.type(screen.getByLabelText('street'), 'x'.repeat(81));
  await user.click(screen.getByRole('button'));
  expect(shown()).toEqual([
    'required: This field is required.',
    'required: This field is required.',
    'min_value: You have to be 18.',
    'max_length: At most 80 characters.',
    'max_length: At most 8 characters.',
    'required: This field is required.',
  ]);
  expect(document.activeElement).toBe(screen.getByLabelText('name'));
  expect([accepted, transport.calls]).toEqual([[], []]);
});

it('hands on values as the server gets them, and gives what it answers', async () => {
  const { user, accepted, transport, onSent } = openForm({
    defaults: { name: 'Ada', topic: 'help', age: '36', lines: [line] },
  });
  await user.click(screen.getByRole('button'));
  expect(accepted).toMatchObject([{ name: 'Ada', topic: 'help', age: 36, lines: [{ sku: 'A1', qty: 2 }] }]);
  expect(transport.sent).toEqual(['every.submit']);
  expect(onSent.mock.calls).toEqual([[1]]);
});

it('shows what the server refuses at its field, and of the whole form at the root', async () => {
  const { user, transport, onSent } = openForm({ defaults: { name: 'Ada', topic: 'help', lines: [line] } });
  transport.wrong = [
    { field: 'name', code: 'taken', message: 'Ada is taken.' },
    { field: 'lines.0.sku', code: 'invalid', message: 'No such article.' },
    { field: '__all__', code: 'never', message: 'Not today.' },
  ];
  await user.click(screen.getByRole('button'));
  expect(shown()).toEqual(['never: Not today.', 'taken: Ada is taken.', 'invalid: No such article.']);
  expect(onSent).not.toHaveBeenCalled();
});

it('takes files as the inputs of React Hook Form hold them', async () => {
  const { user, accepted } = openForm({ defaults: { name: 'Ada', topic: 'help', lines: [line] } });
  const small = new File(['a'], 'a.png', { type: 'image/png' });
  const large = new File(['a'.repeat(2000)], 'b.png', { type: 'image/png' });
  await user.upload(screen.getByLabelText('photo'), large);
  await user.click(screen.getByRole('button'));
  expect(shown()).toEqual(['invalid: The file is too large.']);
  await user.upload(screen.getByLabelText('photo'), small);
  await user.click(screen.getByRole('button'));
  expect(accepted).toMatchObject([{ photo: small }]);
});

it('says errors in the words of the app', async () => {
  const { user } = openForm({
    defaults: { name: 'Ada', age: '3', lines: [line] },
    messages: ({ code, args, label }) => `${label} ${code} ${args.join()}`,
  });
  await user.click(screen.getByRole('button'));
  expect(shown()).toEqual(['required: Topic required ', 'min_value: Age min_value 18']);
});
