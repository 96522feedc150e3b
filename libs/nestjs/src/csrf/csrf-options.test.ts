import { describe, expect, it } from 'vitest';
import { MizanBootError } from '../errors/index.js';
import { Csrf, type CsrfOptions } from './index.js';

describe('the option csrf', () => {
  it.each<CsrfOptions>([
    {},
    { secret: 'x'.repeat(32) },
    { secret: 'é'.repeat(16) },
    { sessionCookie: 'connect.sid' },
    { sessionCookie: '__Host-session' },
    { allowedOrigins: ['https://app.example.org', 'http://localhost:5173'] },
  ])('may be %o', (options) => {
    expect(() => new Csrf(options)).not.toThrow();
  });

  it.each<[CsrfOptions, string]>([
    [{ secret: 'x'.repeat(31) }, 'csrf.secret'],
    [{ secret: '' }, 'csrf.secret'],
    [{ sessionCookie: '' }, 'csrf.sessionCookie'],
    [{ sessionCookie: 'sid=x' }, 'csrf.sessionCookie'],
    [{ sessionCookie: 'a b' }, 'csrf.sessionCookie'],
    [{ allowedOrigins: ['*'] }, 'csrf.allowedOrigins'],
    [{ allowedOrigins: ['null'] }, 'csrf.allowedOrigins'],
    [{ allowedOrigins: ['app.example.org'] }, 'csrf.allowedOrigins'],
    [{ allowedOrigins: ['https://app.example.org/'] }, 'csrf.allowedOrigins'],
    [{ allowedOrigins: ['https://*.example.org'] }, 'csrf.allowedOrigins'],
    [{ allowedOrigins: ['https://App.example.org'] }, 'csrf.allowedOrigins'],
    [{ allowedOrigins: ['file:///tmp'] }, 'csrf.allowedOrigins'],
  ])('is refused at boot as %o', (options, where) => {
    const error = failureOf(() => new Csrf(options));
    expect(error).toBeInstanceOf(MizanBootError);
    expect(error).toMatchObject({
      code: 'MIZAN_BOOT',
      problems: [{ where, fix: expect.stringMatching(/\.$/) }],
    });
  });

  it('asks for the variable of the environment when its secret is empty', () => {
    const problem = 'it is empty (is the environment variable set?)';
    expect(failureOf(() => new Csrf({ secret: '' }))).toMatchObject({ problems: [{ problem }] });
  });

  it('does not tell the secret that it refuses', () => {
    expect(String(failureOf(() => new Csrf({ secret: 'hunter2' })))).not.toContain('hunter2');
  });

  it('tells all that is wrong at once', () => {
    const error = failureOf(() => new Csrf({ secret: 'x', sessionCookie: '', allowedOrigins: ['a', 'b'] }));
    expect(error).toMatchObject({ problems: { length: 4 } });
  });
});

function failureOf(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('It did not fail');
}
