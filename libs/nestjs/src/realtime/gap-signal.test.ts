import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { GapSignal } from './gap-signal.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function signal() {
  const told: string[] = [];
  const gaps = new GapSignal((error) => told.push(String(error)));
  return { gaps, told };
}

it('tells of a gap at once, and of those that follow within a second together', () => {
  const { gaps, told } = signal();
  gaps.listen(() => told.push('gap'));
  gaps.tell();
  expect(told).toEqual(['gap']);
  for (let at = 0; at < 5; at += 1) gaps.tell();
  vi.advanceTimersByTime(999);
  expect(told).toEqual(['gap']);
  vi.advanceTimersByTime(1);
  expect(told).toEqual(['gap', 'gap']);
  vi.advanceTimersByTime(10_000);
  gaps.tell();
  expect(told).toEqual(['gap', 'gap', 'gap']);
});

it('tells whoever still listens, also when one of them fails', () => {
  const { gaps, told } = signal();
  const end = gaps.listen(() => told.push('gone'));
  gaps.listen(() => {
    throw new Error('broken');
  });
  gaps.listen(() => told.push('there'));
  end();
  gaps.tell();
  expect(told).toEqual(['Error: broken', 'there']);
});

it('tells nobody any more when it is closed', () => {
  const { gaps, told } = signal();
  gaps.listen(() => told.push('gap'));
  gaps.tell();
  gaps.tell();
  gaps.close();
  vi.advanceTimersByTime(10_000);
  expect(told).toEqual(['gap']);
});
