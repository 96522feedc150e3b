import { expect, it } from 'vitest';

import { Letterhead, readLetter } from './envelope.js';

it.each(['', 'a', ':', '{"text":"one:two"}', '\u{1f600}\n\0'])('brings %j as it was', (text) => {
  const head = new Letterhead();
  for (let session = 1; session < 50; session += 1) {
    head.renew();
    expect(readLetter(head.write(text))).toEqual({ from: head.id, session, text });
  }
});

it.each([
  '',
  'alive',
  'short.1:text',
  `${'x'.repeat(16)}.:text`,
  `${'x'.repeat(16)}.1`,
  `${'é'.repeat(16)}.1:text`,
])('takes %j for none of its own', (message) => {
  expect(readLetter(message)).toBeUndefined();
});

it('has another name in each process', () => {
  expect(new Set(Array.from({ length: 100 }, () => new Letterhead().id)).size).toBe(100);
});
