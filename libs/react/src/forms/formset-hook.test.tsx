import { act, cleanup, screen, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { type LineInput, lineForm } from '../fixture/every-form.js';
import { findBarriers, showForm } from '../fixture/show-form.js';
import { createFormsetHook, type FormsetHookResult } from './index.js';

afterEach(cleanup);

const useLines = createFormsetHook(lineForm);

interface LinesProps {
  readonly initial?: readonly LineInput[];
  readonly onSuccess?: () => void;
}

/** A formset as somebody would write it by hand, and what its hook gives at any time. */
function openLines(props: LinesProps = {}) {
  let last: FormsetHookResult<LineInput> | undefined;
  function Lines(): ReactNode {
    const { form, rows, add, errors, canAdd, canRemove, ...rest } = (last = useLines(props));
    return (
      <form {...form} aria-label={rest.schema.title}>
        <div role="alert">{errors.map(({ message }) => message)}</div>
        {rows.map((row) => (
          <fieldset key={row.key}>
            <legend>Line {row.index + 1}</legend>
            <label {...row.labelFor('sku')} />
            <input {...row.field('sku')} />
            <p {...row.errorFor('sku')} />
            <label {...row.labelFor('qty')} />
            <input {...row.field('qty')} />
            <p {...row.errorFor('qty')} />
            <button type="button" onClick={row.moveUp}>
              Up {row.index}
            </button>
            <button type="button" onClick={row.moveDown}>
              Down {row.index}
            </button>
            {canRemove && (
              <button type="button" onClick={row.remove}>
                Remove {row.index}
              </button>
            )}
          </fieldset>
        ))}
        {canAdd && (
          <button type="button" onClick={() => add({ qty: 1 })}>
            Add
          </button>
        )}
        <button>Order</button>
      </form>
    );
  }
  const current = (): FormsetHookResult<LineInput> => {
    if (last === undefined) throw new Error('The formset was never rendered.');
    return last;
  };
  return { ...showForm(<Lines />), current };
}

const click = (user: ReturnType<typeof showForm>['user'], name: string) =>
  user.click(screen.getByRole('button', { name }));
const articles = () => screen.getAllByLabelText<HTMLInputElement>('Article');
const held = () => articles().map(({ value }) => value);

const three = [
  { sku: 'A1', qty: 1 },
  { sku: 'B2', qty: 2 },
  { sku: 'C3', qty: 3 },
];

it('begins with as many rows as there must be, and adds no more than there can be', async () => {
  const { user } = openLines();
  expect(held()).toEqual(['']);
  expect(screen.queryByRole('button', { name: 'Remove 0' })).toBe(null);
  await click(user, 'Add');
  await click(user, 'Add');
  expect(held()).toEqual(['', '', '']);
  expect(screen.queryByRole('button', { name: 'Add' })).toBe(null);
  expect(screen.getAllByLabelText<HTMLInputElement>('Quantity').map(({ value }) => value)).toEqual([
    '',
    '1',
    '1',
  ]);
});

it('keeps the elements of each row wherever it is moved', async () => {
  const { user } = openLines({ initial: three });
  const [a, b, c] = articles();
  await click(user, 'Down 0');
  expect(articles()).toEqual([b, a, c]);
  expect(held()).toEqual(['B2', 'A1', 'C3']);
  await click(user, 'Up 2');
  expect(articles()).toEqual([b, c, a]);
  for (const end of ['Up 0', 'Down 2']) await click(user, end);
  expect(articles()).toEqual([b, c, a]);
  await click(user, 'Remove 0');
  expect(articles()).toEqual([c, a]);
  await user.type(articles()[1] ?? document.body, '!');
  expect(held()).toEqual(['C3', 'A1!']);
});

it('sends all rows in their order', async () => {
  const onSuccess = vi.fn<() => void>();
  const { user, transport, current } = openLines({ initial: three, onSuccess });
  await click(user, 'Down 0');
  await user.type(articles()[0] ?? document.body, 'x');
  await click(user, 'Order');
  expect(transport.calls.at(-1)).toMatchObject({
    fn: 'line.formset.submit',
    args: {
      forms: [
        { sku: 'B2x', qty: 2, ORDER: 1 },
        { sku: 'A1', qty: 1, ORDER: 2 },
        { sku: 'C3', qty: 3, ORDER: 3 },
      ],
    },
  });
  await waitFor(() => expect(onSuccess).toHaveBeenCalledTimes(1));
  expect(current()).toMatchObject({ isDirty: false, isSubmitting: false, isValid: true });
});

it('shows what is wrong with each row and with all together, and leads to the first', async () => {
  const { user, transport, container } = openLines({ initial: [{ sku: 'A1', qty: 1 }, { qty: 2 }] });
  await click(user, 'Order');
  const second = articles()[1];
  expect(document.activeElement).toBe(second);
  expect(second?.getAttribute('aria-invalid')).toBe('true');
  expect(document.getElementById(second?.getAttribute('aria-describedby') ?? '')?.textContent).toBe(
    'This field is required.',
  );
  expect(articles()[0]?.getAttribute('aria-invalid')).toBe('false');
  expect(await findBarriers(container)).toEqual([]);
  expect(transport.sent).not.toContain('line.formset.submit');

  await user.type(second ?? document.body, 'B2');
  transport.wrong = [{ field: 'qty', code: 'max_value', message: 'Only one left.' }];
  await click(user, 'Order');
  expect(screen.getByRole('alert').textContent).toBe('Too much at once.');
  expect(screen.getByText('Only one left.')).toBeTruthy();
  expect(document.activeElement).toBe(screen.getAllByLabelText('Quantity')[1]);
});

it('sets a field of a row by code', async () => {
  const { current } = openLines({ initial: three });
  await act(async () => {
    current().rows[1]?.set('sku', 'Z9');
    current().rows[2]?.move(0);
  });
  expect(held()).toEqual(['C3', 'A1', 'Z9']);
  await act(async () => current().reset());
  expect(held()).toEqual(['A1', 'B2', 'C3']);
});

it('asks for what is typed in a row while it is typed, and for nothing when its page is gone', async () => {
  const { user, transport, unmount } = openLines({ initial: three });
  await user.type(articles()[0] ?? document.body, 'x');
  await user.tab();
  await waitFor(() => expect(transport.sent).toEqual(['line.validate']), { timeout: 2000 });
  expect(transport.calls[0]).toMatchObject({ args: { data: { sku: 'A1x' }, only: ['sku'] } });
  await user.type(articles()[1] ?? document.body, 'x');
  await user.tab();
  unmount();
  expect(transport.sent).toHaveLength(1);
});
