import type { TokenTimes } from '@mizan/protocol/tokens';
import { expect, it } from 'vitest';
import { VerifiedTokens } from './verified-tokens.js';

const now = 1_800_000_000;
const claims: TokenTimes = { iat: now, exp: now + 300 };

/** Says of every token that it is good, and remembers which it was asked about. */
function counted(clock: { now: number } = { now }) {
  const verified = new VerifiedTokens<TokenTimes>(clock);
  const asked: string[] = [];
  const check = async (token: string, kind: 'verified' | 'refused' = 'verified') =>
    verified.check(token, async () => {
      asked.push(token);
      return kind === 'verified' ? { kind, claims } : { kind, reason: 'signature' };
    });
  return { asked, check };
}

it('asks about a token once', async () => {
  const { asked, check } = counted();
  for (const token of ['a', 'b', 'a', 'a']) expect(await check(token)).toEqual({ kind: 'verified', claims });
  expect(asked).toEqual(['a', 'b']);
});

it('never remembers one that was refused', async () => {
  const { asked, check } = counted();
  expect(await check('a', 'refused')).toEqual({ kind: 'refused', reason: 'signature' });
  expect(await check('a', 'refused')).toEqual({ kind: 'refused', reason: 'signature' });
  expect(asked).toEqual(['a', 'a']);
});

it('looks at the time again, and forgets what has expired', async () => {
  const clock = { now };
  const { asked, check } = counted(clock);
  await check('a');
  clock.now = now + 300;
  expect(await check('a')).toEqual({ kind: 'refused', reason: 'expired' });
  await check('a', 'refused');
  expect(asked).toEqual(['a', 'a']);
});

it('remembers a thousand, those that were used last', async () => {
  const { asked, check } = counted();
  for (let index = 0; index < 1000; index += 1) await check(`${index}`);
  await check('0');
  await check('one more');
  asked.length = 0;
  await check('0');
  await check('2');
  await check('999');
  expect(asked).toEqual([]);
  await check('1');
  expect(asked).toEqual(['1']);
});
