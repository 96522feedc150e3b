import { afterAll, beforeAll, expect, it } from 'vitest';
import { momentOf, shownTime } from './shown-time.js';

const zone = process.env['TZ'];
beforeAll(() => {
  process.env['TZ'] = 'America/New_York';
});
afterAll(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

it('shows of a moment the day it is, or the time that it is here', () => {
  expect(shownTime('date', '2026-01-05T15:00:00.000Z')).toBe('2026-01-05');
  expect(shownTime('datetime-local', '2026-01-05T15:00:00.000Z')).toBe('2026-01-05T10:00');
  expect(shownTime('datetime-local', '2026-07-05T15:00:07Z')).toBe('2026-07-05T11:00:07');
  expect(shownTime('datetime-local', '2026-07-05T15:00:00.250+02:00')).toBe('2026-07-05T09:00:00.250');
});

it('leaves alone what is no moment, or not shown as a time', () => {
  const texts = ['', '2026-01-05T10:00', '2026-01-05', 'soon', 'fooZ', '2026-13-45T10:00:00Z'];
  for (const text of texts) expect(shownTime('datetime-local', text)).toBe(text);
  expect(shownTime('text', '2026-01-05T15:00:00.000Z')).toBe('2026-01-05T15:00:00.000Z');
  expect(shownTime('date', '2026-01-05')).toBe('2026-01-05');
});

it('shows each time as it was typed, while its year has few digits and when clocks were set by the sun too', () => {
  const typed = [
    '0002-03-04T05:06',
    '0020-12-31T23:59',
    '0202-01-01T00:00',
    '1883-11-18T11:00',
    '2026-03-29T02:30',
  ];
  for (const text of typed) expect(shownTime('datetime-local', momentOf(text))).toBe(text);
  expect(momentOf('2026-01-05T10:00')).toBe('2026-01-05T15:00:00.000Z');
  expect(momentOf('')).toBe('');
  expect(momentOf('20260-01-05T10:00')).toBe('20260-01-05T10:00');
});
