import { act, cleanup, fireEvent, screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, expect, it } from 'vitest';
import { everyForm, type EveryInput, lineForm } from '../fixture/every-form.js';
import type { FormTransport } from '../fixture/form-transport.js';
import { pass, showForm } from '../fixture/show-form.js';
import { createFormHook, createFormsetHook } from './index.js';

afterEach(cleanup);

const useEveryForm = createFormHook(everyForm);
const useLines = createFormsetHook(lineForm);
const complete: EveryInput = { name: 'Ada', topic: 'help' };
const send = () => screen.getByRole('button', { name: 'Send' });
const submissions = ({ sent }: FormTransport) => sent.filter((fn) => fn.endsWith('.submit')).length;

interface PageProps {
  /** Whether it is emptied, to be filled in anew, when it was accepted. */
  readonly resets?: boolean;
}

function Page({ resets = false }: PageProps): ReactNode {
  const every = useEveryForm({ initial: complete, onSuccess: () => resets && every.reset() });
  return (
    <form {...every.form}>
      <input aria-label="Name" {...every.field('name')} />
      <button>Send</button>
    </form>
  );
}

function Lines(): ReactNode {
  const { form, rows, schema } = useLines({ initial: [{ sku: 'A1', qty: 1 }] });
  return (
    <form {...form} aria-label={schema.title}>
      {rows.map((row) => (
        <input key={row.key} aria-label="Article" {...row.field('sku')} />
      ))}
      <button>Send</button>
    </form>
  );
}

/** The click of a mouse that is the second, or the third, of several. */
async function clickAgain(count: number): Promise<void> {
  await act(async () => void fireEvent.click(send(), { detail: count }));
}

it.each([true, false])(
  'submits once by a double click that the answer overtakes (resets: %s)',
  async (resets) => {
    const { transport } = showForm(<Page resets={resets} />);
    await clickAgain(1);
    expect(submissions(transport)).toBe(1);
    await clickAgain(2);
    await clickAgain(3);
    expect(submissions(transport)).toBe(1);
  },
);

it('submits once however long Enter is held', async () => {
  const { user, transport } = showForm(<Page resets />);
  await user.click(screen.getByLabelText('Name'));
  await user.keyboard('{Enter>9/}');
  expect(submissions(transport)).toBe(1);
  await user.keyboard('{Enter}');
  expect(submissions(transport)).toBe(2);
});

it('submits again when somebody has looked what came of it', async () => {
  const { user, transport } = showForm(<Page />);
  await user.click(send());
  await pass(1000);
  await user.click(send());
  expect(submissions(transport)).toBe(2);
  await user.type(screen.getByLabelText('Name'), 'x');
  await user.click(send());
  expect(submissions(transport)).toBe(3);
});

it('lets a double click be one that comes later', async () => {
  const { user, transport } = showForm(<Page resets />);
  await clickAgain(1);
  const name = screen.getByLabelText('Name');
  await user.click(name);
  expect(fireEvent.click(name, { detail: 2 })).toBe(true);
  expect(submissions(transport)).toBe(1);
});

it('sends the rows of a formset once, until something of them is changed', async () => {
  const { user, transport } = showForm(<Lines />);
  await user.click(send());
  await pass(1200);
  await user.click(send());
  expect(submissions(transport)).toBe(1);
  await user.type(screen.getByLabelText('Article'), '2');
  await user.click(send());
  expect(submissions(transport)).toBe(2);
});
