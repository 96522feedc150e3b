import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { issueCsrfToken, verifyCsrfToken } from './csrf-token.js';

const secret = randomBytes(32);
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

describe('CSRF tokens', () => {
  it('are good for the session that they were issued to, and differ each time', () => {
    const tokens = [1, 2, 3].map(() => issueCsrfToken(secret, 'sid=a'));
    expect(new Set(tokens).size).toBe(3);
    for (const token of tokens) expect(verifyCsrfToken(secret, 'sid=a', token)).toBe(true);
  });

  it.each(['sid=b', '', 'sid=a ', 'sid=a;sid=b'])('are refused in the session %o', (session) => {
    expect(verifyCsrfToken(secret, session, issueCsrfToken(secret, 'sid=a'))).toBe(false);
  });

  it('are refused under another secret', () => {
    expect(verifyCsrfToken(randomBytes(32), 'sid=a', issueCsrfToken(secret, 'sid=a'))).toBe(false);
  });

  it('are refused with any one character changed, spare bits too', () => {
    const token = issueCsrfToken(secret, 'sid=a');
    for (let at = 0; at < token.length; at += 1) {
      for (const other of `${alphabet}. =`) {
        if (other === token[at]) continue;
        const changed = token.slice(0, at) + other + token.slice(at + 1);
        expect(verifyCsrfToken(secret, 'sid=a', changed), changed).toBe(false);
      }
    }
  });

  it.each([
    '',
    '.',
    'x',
    'null',
    `${'A'.repeat(22)}.`,
    `${'A'.repeat(22)}.${'A'.repeat(43)}`,
    'A'.repeat(100_000),
  ])('are refused when they were never issued: %#', (token) => {
    expect(verifyCsrfToken(secret, '', token)).toBe(false);
  });

  it('are refused when cut or continued', () => {
    const token = issueCsrfToken(secret, 'sid=a');
    for (const other of [
      token.slice(1),
      token.slice(0, -1),
      `${token}A`,
      `${token}\n`,
      ` ${token}`,
      `${token}, ${token}`,
    ]) {
      expect(verifyCsrfToken(secret, 'sid=a', other)).toBe(false);
    }
  });
});
