import { expect, it, vi } from 'vitest';
import { tick, useManualTime } from './fixture/clock.js';
import { MizanError } from './mizan-error.js';
import { retryRead } from './retry-read.js';

useManualTime();

/** Fails as listed, then answers. */
function failing(...failures: readonly Error[]) {
  const request = vi.fn(() => Promise.resolve('answer'));
  for (const failure of failures) request.mockRejectedValueOnce(failure);
  return request;
}

const lost = new TypeError('fetch failed');
const broken = new MizanError('INTERNAL_ERROR', 'Oops', 500);
const busy = new MizanError('HTTP_502', 'Bad gateway', 502);

it('sends a read again after half a second and again after another second', async () => {
  const request = failing(lost, busy);
  const reading = retryRead(request, new AbortController().signal);
  await vi.advanceTimersByTimeAsync(499);
  expect(request).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(request).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(999);
  expect(request).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(1);
  expect(await reading).toBe('answer');
  expect(request).toHaveBeenCalledTimes(3);
});

it('fails with the third failure', async () => {
  const request = failing(lost, busy, broken, lost);
  const reading = retryRead(request, new AbortController().signal);
  const failed = expect(reading).rejects.toBe(broken);
  await vi.runAllTimersAsync();
  await failed;
  expect(request).toHaveBeenCalledTimes(3);
});

it.each([
  ['BAD_REQUEST', 400],
  ['UNAUTHORIZED', 401],
  ['FORBIDDEN', 403],
  ['NOT_FOUND', 404],
  ['VALIDATION_ERROR', 422],
  ['TOO_MANY_REQUESTS', 429],
])('does not send a read again that was refused with %s', async (code, status) => {
  const request = failing(new MizanError(code, 'No', status));
  await expect(retryRead(request, new AbortController().signal)).rejects.toMatchObject({ code, status });
  await vi.runAllTimersAsync();
  expect(request).toHaveBeenCalledTimes(1);
});

it('does not send a read again that was given up, during an attempt or between two', async () => {
  const during = new AbortController();
  const first = failing(lost);
  during.abort();
  await expect(retryRead(first, during.signal)).rejects.toMatchObject({ code: 'ABORTED' });
  const between = new AbortController();
  const second = failing(lost);
  const reading = retryRead(second, between.signal);
  const failed = expect(reading).rejects.toMatchObject({ code: 'ABORTED' });
  await tick();
  between.abort();
  await vi.runAllTimersAsync();
  await failed;
  expect([first.mock.calls.length, second.mock.calls.length]).toEqual([1, 1]);
});
