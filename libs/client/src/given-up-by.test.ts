import { getEventListeners } from 'node:events';
import { expect, it } from 'vitest';
import { kinds, meContext, openPage, save } from './fixture/token-page.js';
import { givenUpBy } from './given-up-by.js';

const open = () => new AbortController();

it('gives what the promise gives, or fails with what it fails with', async () => {
  const { signal } = open();
  expect(await givenUpBy(Promise.resolve(5), signal)).toBe(5);
  await expect(givenUpBy(Promise.reject(new TypeError('No')), signal)).rejects.toThrow('No');
});

it('fails at once for who gives up, before or meanwhile, and has nobody see what comes later', async () => {
  const giving = open();
  const waiting = givenUpBy(new Promise(() => undefined), giving.signal);
  giving.abort();
  await expect(waiting).rejects.toMatchObject({ name: 'MizanError', code: 'ABORTED' });
  const late = Promise.reject(new TypeError('Later'));
  await expect(givenUpBy(late, giving.signal)).rejects.toMatchObject({ code: 'ABORTED' });
});

it.each(['resolves', 'rejects'])('leaves no listener on a signal once the promise %s', async (end) => {
  const { signal } = open();
  const promise = end === 'resolves' ? Promise.resolve() : Promise.reject(new TypeError('No'));
  const waiting = givenUpBy(promise, signal);
  expect(getEventListeners(signal, 'abort')).toHaveLength(1);
  await waiting.catch(() => undefined);
  await Promise.resolve();
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
});

it.each(kinds)('requests with $kind leave none on a signal that outlives them', async ({ kind }) => {
  // Node's own `fetch` takes its listeners off in its own time.
  const { mizan } = await openPage(kind, { fetch: (url, init) => fetch(url, { ...init, signal: null }) });
  const { signal } = open();
  for (let round = 0; round < 5; round += 1) {
    await mizan.call(save, undefined, { signal });
    await mizan.fetch(meContext, {}, { signal });
  }
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
});
