import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { MizanBootError } from './index.js';

it('tells all problems at once, each with its place and its fix', () => {
  const error = new MizanBootError([
    {
      where: 'Tickets.close',
      problem: "affects 'tikcet', which is no context",
      fix: "Did you mean 'ticket'?",
    },
    { where: 'csrf.secret', problem: 'it has 4 bytes', fix: 'Give at least 32, made at random' },
  ]);
  expect(error.code).toBe('MIZAN_BOOT');
  expect(error.problems).toHaveLength(2);
  expect(error.message).toBe(
    [
      'Mizan cannot start: 2 problems',
      "  Tickets.close: affects 'tikcet', which is no context. Did you mean 'ticket'?",
      '  csrf.secret: it has 4 bytes. Give at least 32, made at random',
    ].join('\n'),
  );
});

it('counts a single problem in words', () => {
  const error = new MizanBootError([{ where: 'A.b', problem: 'x', fix: 'y' }]);
  expect(error.message).toBe('Mizan cannot start: one problem\n  A.b: x. y');
});

it('says each problem once when it is printed', () => {
  const printed = inspect(new MizanBootError([{ where: 'Tickets.close', problem: 'x', fix: 'y' }]));
  expect(printed.split('Tickets.close')).toHaveLength(2);
});
