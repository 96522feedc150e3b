import { describe, expect, it } from 'vitest';

import type { Field, Ir } from '../ir/ir.js';
import { emitKdl } from './emit-kdl.js';
import { quote } from './kdl-node.js';
import { printFloat } from './kdl-number.js';
import { parseKdl } from './parse-kdl.js';

const empty: Ir = { types: [], functions: [], contexts: [], channels: [] };

function emitFields(...fields: Field[]): string {
  return emitKdl({ ...empty, types: [{ kind: 'struct', name: 'T', fields }] });
}

describe('emitKdl', () => {
  it('prints descriptions first, and open data as its own primitive', () => {
    const ir: Ir = {
      ...empty,
      types: [
        {
          kind: 'struct',
          name: 'pingOutput',
          description: 'What comes back.',
          fields: [
            {
              name: 'result',
              shape: { kind: 'primitive', name: 'json' },
              required: true,
              description: 'Anything\nat all.',
            },
          ],
        },
      ],
      functions: [
        {
          name: 'ping',
          camel: 'ping',
          output: 'pingOutput',
          outputNullable: false,
          transport: 'http',
          affects: [{ context: 'user', function: 'user_profile' }],
          merge: [],
          description: 'Says "hello".',
        },
      ],
    };
    const text = emitKdl(ir);
    expect(text).toBe(`type "pingOutput" {
    description "What comes back."
    struct {
        field "result" {
            description "Anything\\nat all."
            primitive "json"
        }
    }
}

function "ping" {
    description "Says \\"hello\\"."
    camel "ping"
    has-input #false
    output "pingOutput"
    transport "http"
    affects "user" function="user_profile"
}
`);
    expect(parseKdl(text)).toEqual(ir);
  });

  it('prints a default as its field has it', () => {
    const number = { kind: 'primitive', name: 'number' } as const;
    const text = emitFields(
      { name: 'a', shape: { kind: 'optional', item: number }, required: false, default: 3 },
      { name: 'b', shape: { kind: 'primitive', name: 'integer' }, required: false, default: 3 },
      { name: 'c', shape: { kind: 'primitive', name: 'json' }, required: false, default: 0.5 },
    );
    expect(text.match(/default=\S+/g)).toEqual(['default=3.0', 'default=3', 'default=0.5']);
  });

  it('prints uploads with what they may be', () => {
    const plain = { name: 'a', shape: { kind: 'upload' }, required: true } as const;
    const bounded = { kind: 'upload', maxSize: 5_242_880, accept: ['image/*', 'text/csv'] } as const;
    const text = emitFields(plain, { name: 'b', shape: { kind: 'list', item: bounded }, required: true });
    expect(text.match(/upload.*/g)).toEqual(['upload', 'upload max-size=5242880 accept="image/*,text/csv"']);
  });

  it('refuses half of a surrogate pair, which KDL cannot say', () => {
    const field: Field = { name: 'a', shape: { kind: 'enum', values: ['\ud800'] }, required: true };
    expect(() => emitFields(field)).toThrow(expect.objectContaining({ code: 'KDL_UNPRINTABLE' }));
  });
});

describe('printFloat', () => {
  it.each([
    [0, '0.0'],
    [-0, '-0.0'],
    [1, '1.0'],
    [-2.25, '-2.25'],
    [0.1, '0.1'],
    [100, '100.0'],
    [0.0001, '0.0001'],
    [0.00001, '1e-05'],
    [1e-7, '1e-07'],
    [1.25e-10, '1.25e-10'],
    [123456789012345680, '1.2345678901234568e+17'],
    [1e15, '1000000000000000.0'],
    [1e16, '1e+16'],
    [1.5e300, '1.5e+300'],
    [5e-324, '5e-324'],
    [1234.5678, '1234.5678'],
  ])('prints %d as %s', (value, text) => {
    expect(printFloat(value)).toBe(text);
    expect(Number(printFloat(value))).toBe(value);
  });
});

describe('quote', () => {
  it.each([
    ['a"b\\c', String.raw`"a\"b\\c"`],
    ['\n\r\t', String.raw`"\n\r\t"`],
    ['\b\f\v\u0000\u007f', String.raw`"\u{8}\u{c}\u{b}\u{0}\u{7f}"`],
    [
      '\u0085\u2028\u2029\u200e\u202e\u2066\ufeff',
      String.raw`"\u{85}\u{2028}\u{2029}\u{200e}\u{202e}\u{2066}\u{feff}"`,
    ],
    ['é ✓ 😀 \u0080 \u200d', '"é ✓ 😀 \u0080 \u200d"'],
  ])('prints %j', (text, printed) => {
    expect(quote(text)).toBe(printed);
  });
});
