import { describe, expect, it } from 'vitest';
import { findBootProblems } from '../../../../test-support/start-app.js';
import { redisRotation, redisStore } from './index.js';

const secret = 's'.repeat(32);
const isSet = '(is the environment variable set?)';

// As where a variable of the environment is not set; not everybody compiles with types.
const unset = { url: undefined } as unknown as { url: string };

describe.each([
  ['redisStore', (options: { url: string }) => ({ cache: { secret, store: redisStore(options) } })],
  [
    'redisRotation',
    (options: { url: string }) => ({
      tokens: { jwt: { key: secret, rotationStore: redisRotation(options) } },
    }),
  ],
])('%s', (where, optionsOf) => {
  it.each([
    ['no URL', unset, `it has neither 'url' nor 'client' ${isSet}`],
    ['null', { url: null as unknown as string }, `it has neither 'url' nor 'client' ${isSet}`],
    ['an empty URL', { url: '' }, `'url' is empty ${isSet}`],
    ['a URL of something else', { url: 'http://127.0.0.1' }, expect.stringContaining("'url' cannot be used")],
  ])('keeps the app from starting with %s, and never means this machine', async (_what, options, problem) => {
    expect(await findBootProblems({}, { mizan: optionsOf(options) })).toEqual([
      { where, problem, fix: 'Give one like redis://user:password@host:6379/0, with rediss: for TLS.' },
    ]);
  });
});

it('is told with everything else that is wrong', async () => {
  const mizan = { cache: { secret: 'short', store: redisStore({ url: '' }) } };
  const wheres = (await findBootProblems({}, { mizan })).map(({ where }) => where);
  expect(wheres).toEqual(['cache.secret', 'redisStore']);
});
