import type { MizanError } from '@mizan/client';
import { cleanup } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import type { FunctionResult } from './create-function-hook.js';
import { openDesk, rest, useRenameTicket } from './fixture/desk.js';

afterEach(cleanup);

type Rename = ReturnType<typeof useRenameTicket>;

/** Mounts a component that calls the function, and hands out what its hook gives at any time. */
async function mountRename() {
  const desk = openDesk();
  let last: Rename | undefined;
  function Caller(): ReactNode {
    last = useRenameTicket();
    return null;
  }
  const page = await desk.show(<Caller />);
  const current = (): FunctionResult<
    { readonly ticket_id: number; readonly title: string },
    { readonly ok: boolean }
  > => {
    if (last === undefined) throw new Error('The component was never rendered.');
    return last;
  };
  return { ...desk, page, current };
}

const shown = ({
  isPending,
  error,
}: {
  readonly isPending: boolean;
  readonly error: MizanError | undefined;
}) => [isPending, error?.code];

it('is pending during a call and gives its result', async () => {
  const { transport, current } = await mountRename();
  transport.hold();
  const renaming = current().mutate({ ticket_id: 7, title: 'new' });
  await rest();
  expect(shown(current())).toEqual([true, undefined]);
  transport.release();
  expect(await renaming).toEqual({ ok: true });
  await rest();
  expect(shown(current())).toEqual([false, undefined]);
});

it('throws a failure, shows it, and forgets it when reset', async () => {
  const { current } = await mountRename();
  await expect(current().mutate({ ticket_id: 9, title: 'new' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await rest();
  expect(shown(current())).toEqual([false, 'FORBIDDEN']);
  expect(current().error?.message).toBe('Ticket 9 is not yours');
  current().reset();
  await rest();
  expect(shown(current())).toEqual([false, undefined]);
});

it.each([
  [0, 0],
  [1, 0],
])(
  'is pending until two crossing calls are both answered, in either order (%i, %i)',
  async (first, second) => {
    const { transport, current } = await mountRename();
    transport.hold();
    const renaming = [7, 8].map((id) => current().mutate({ ticket_id: id, title: 'new' }));
    transport.release(first);
    await rest();
    expect(shown(current())).toEqual([true, undefined]);
    transport.release(second);
    await Promise.all(renaming);
    await rest();
    expect(shown(current())).toEqual([false, undefined]);
  },
);

it('gives the same mutate and reset at every render', async () => {
  const { current } = await mountRename();
  const { mutate, reset } = current();
  await mutate({ ticket_id: 7, title: 'new' });
  await rest();
  expect(current().mutate).toBe(mutate);
  expect(current().reset).toBe(reset);
});

it('ends quietly when its component is gone', async () => {
  const printed = vi.spyOn(console, 'error');
  const { transport, current, page } = await mountRename();
  transport.hold();
  const renaming = current().mutate({ ticket_id: 7, title: 'new' });
  const failing = current().mutate({ ticket_id: 9, title: 'new' });
  await page.change(null);
  transport.release();
  transport.release();
  expect(await renaming).toEqual({ ok: true });
  await expect(failing).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await rest();
  expect(printed).not.toHaveBeenCalled();
  printed.mockRestore();
});
