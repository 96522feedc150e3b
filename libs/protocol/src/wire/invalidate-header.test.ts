import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { formatInvalidateHeader, parseInvalidateHeader } from './invalidate-header.js';
import type { Target } from './target.js';

describe('formatInvalidateHeader', () => {
  it('spells numbers, booleans and null as JavaScript does', () => {
    const params = { a: 1e21, b: 0.1, c: -0, d: true, e: null, f: 5 };
    expect(formatInvalidateHeader([{ context: 'user', params }])).toBe(
      'user;a=1e%2B21;b=0.1;c=0;d=true;e=null;f=5',
    );
  });

  it('escapes what encodeURIComponent leaves alone', () => {
    expect(formatInvalidateHeader([{ context: 'user', params: { q: "!'()*~" } }])).toBe(
      'user;q=%21%27%28%29%2A~',
    );
  });

  it('sorts parameters by code point', () => {
    const params = { '\u{1f600}': 1, '\uffff': 2, 10: 3, 9: 4 };
    expect(formatInvalidateHeader([{ context: 'c', params }])).toBe('c;10=3;9=4;%EF%BF%BF=2;%F0%9F%98%80=1');
  });

  it('puts the replacement character for half of a surrogate pair', () => {
    expect(formatInvalidateHeader([{ context: 'c', params: { q: 'a\ud800' } }])).toBe('c;q=a%EF%BF%BD');
  });

  it('names the context of a target that is one function', () => {
    const target = { context: 'user', function: 'user_profile', params: { user_id: 5 } };
    expect(formatInvalidateHeader([target])).toBe('user;user_id=5');
  });

  it('names two functions of one context once, unless their parameters differ', () => {
    const one = { context: 'user', function: 'user_profile' };
    const other = { context: 'user', function: 'user_orders' };
    expect(formatInvalidateHeader([one, 'board', other])).toBe('user, board');
    expect(formatInvalidateHeader([one, 'user'])).toBe('user');
    expect(formatInvalidateHeader(['user', one])).toBe('user');
    expect(formatInvalidateHeader([one, { ...other, params: { limit: 3 } }])).toBe('user, user;limit=3');
  });

  it('names contexts only, each once, when it would be longer than 4 kB', () => {
    const targets = [
      { context: 'user', params: { q: 'x'.repeat(4096 - 'user;q='.length) } },
      { context: 'user', params: { q: 'y' } },
      'board',
    ];
    expect(formatInvalidateHeader(targets.slice(0, 1))).toHaveLength(4096);
    expect(formatInvalidateHeader(targets)).toBe('user, board');
    expect(formatInvalidateHeader(targets.slice(1), { maxBytes: 5 })).toBe('user, board');
  });
});

describe('parseInvalidateHeader', () => {
  it.each([
    ['', []],
    [' , ', []],
    ['user', ['user']],
    ['user;a=1,board', [{ context: 'user', params: { a: '1' } }, 'board']],
    ['user;a=', [{ context: 'user', params: { a: '' } }]],
    ['user;a=b=c', [{ context: 'user', params: { a: 'b=c' } }]],
  ])('reads %j', (header, targets) => {
    expect(parseInvalidateHeader(header)).toEqual(targets);
  });

  it('leaves out a parameter that it cannot read, which makes the target wider', () => {
    expect(parseInvalidateHeader('user;a=%zz;b=1;c')).toEqual([{ context: 'user', params: { b: '1' } }]);
    expect(parseInvalidateHeader('user;a=%ff')).toEqual(['user']);
  });

  it('takes the name of a prototype for a parameter like any other', () => {
    const [target] = parseInvalidateHeader('c;__proto__=x');
    expect(JSON.stringify(target)).toBe('{"context":"c","params":{"__proto__":"x"}}');
  });
});

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const runs = { seed, numRuns: process.env['SOAK'] === '1' ? 10_000 : 1_000 };

function withTexts(target: Target): Target {
  if (typeof target === 'string') return target;
  const texts = Object.entries(target.params ?? {}).map(([key, param]) => [key, String(param)] as const);
  return { ...target, params: Object.fromEntries(texts) };
}

describe(`any header at random (SEED=${seed})`, () => {
  const name = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,8}$/);
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('__proto__', 'a=b;c,d', '%41', ' '));
  const value = fc.oneof(text, fc.integer(), fc.double(), fc.boolean(), fc.constant(null));
  const params = fc
    .array(fc.tuple(text, value), { minLength: 1 })
    .map((entries) => Object.fromEntries(entries));
  const targets: fc.Arbitrary<Target[]> = fc.array(fc.oneof(name, fc.record({ context: name, params })));

  it('gives its targets back, values as strings, and holds nothing but plain characters', () => {
    const property = fc.property(targets, (original) => {
      const header = formatInvalidateHeader(original, { maxBytes: Infinity });
      expect(header).toMatch(/^[A-Za-z0-9_.~%;=, -]*$/);
      expect(parseInvalidateHeader(header)).toEqual(original.map(withTexts));
    });
    fc.assert(property, runs);
  });

  it('is read without an error, whatever it says', () => {
    const property = fc.property(fc.string({ unit: 'binary' }), (nonsense) => {
      expect(parseInvalidateHeader(nonsense)).toBeInstanceOf(Array);
    });
    fc.assert(property, runs);
  });
});
