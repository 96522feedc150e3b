import { describe, expect, it } from 'vitest';

import { KdlError, type KdlErrorCode } from './kdl-error.js';
import { parseKdl } from './parse-kdl.js';

function errorOf(text: string): KdlError {
  try {
    parseKdl(text, 'api.kdl');
  } catch (error) {
    if (error instanceof KdlError) return error;
    throw error;
  }
  throw new Error('It was accepted.');
}

function inForm(text: string): string {
  return `form "f" {
title "F"
submit-label "Send"
live-validation #true
live-form-errors #false
refetch-schema-on-validate #false
${text}
}`;
}

const inField = (inner: string, props = '') =>
  `type "T" {\n  struct {\n    field "a"${props} {\n      ${inner}\n    }\n  }\n}`;
const inFunction = (inner: string) =>
  `type "fOutput" { struct; }\nfunction "f" {\n  camel "f"; has-input #false; output "fOutput"\n  ${inner}\n}`;

describe('parseKdl', () => {
  it('reads nodes in any order and any layout, comments among them', () => {
    const ir = parseKdl(`
      // written by hand
      function f { transport http; output #"fOutput"#; has-input #false; camel f }
      /- function g
      type fOutput { struct { field result { list { primitive string } } } }
    `);
    expect(ir).toEqual({
      types: [
        {
          kind: 'struct',
          name: 'fOutput',
          fields: [
            {
              name: 'result',
              shape: { kind: 'list', item: { kind: 'primitive', name: 'string' } },
              required: true,
            },
          ],
        },
      ],
      functions: [
        {
          name: 'f',
          camel: 'f',
          output: 'fOutput',
          outputNullable: false,
          transport: 'http',
          affects: [],
          merge: [],
        },
      ],
      contexts: [],
      channels: [],
    });
  });

  it('reads types that refer to themselves and to later ones', () => {
    const ir = parseKdl('type A { struct { field b { ref B } } }\ntype B { struct { field b { ref B } } }');
    expect(ir.types).toHaveLength(2);
  });

  it('reads the empty text', () => {
    expect(parseKdl('')).toEqual({ types: [], functions: [], contexts: [], channels: [] });
  });

  it.each<[string, string, KdlErrorCode, string]>([
    ['an open string', 'type "A\n{}', 'KDL_SYNTAX', 'api.kdl:'],
    ['an open block', 'type "A" {', 'KDL_SYNTAX', 'api.kdl:1:11: '],
    ['a stray brace', 'type "A"\n}', 'KDL_SYNTAX', 'api.kdl:2:1: '],
    [
      'a view',
      '\nview "contact" {}',
      'KDL_IR',
      'api.kdl:2:1: Unknown node `view` at the top; known are `type`,',
    ],
    ['an empty form', '\nform "contact" {}', 'KDL_IR', 'api.kdl:2:1: `form` needs a `title` inside.'],
    [
      'a form whose type stands elsewhere',
      `${inForm('field "a" { label "A"; widget "text"; ref "A"; }')}\ntype "A" { struct; }`,
      'KDL_IR',
      'api.kdl:7:39: There is no type "A" in this form: declare it there.',
    ],
    [
      'a constraint whose argument is no JSON',
      inForm(
        'field "a" { label "A"; widget "text"; constraint "min" "x" code="min_value"; primitive "integer"; }',
      ),
      'KDL_IR',
      'api.kdl:7:39: `constraint` has a name and arguments, which are JSON in strings.',
    ],
    [
      'a formset without bounds',
      inForm('formset min=0'),
      'KDL_IR',
      'api.kdl:7:1: `max` of `formset` is a whole number.',
    ],
    ['an upload of nothing', inField('upload max-size=0'), 'KDL_IR', 'api.kdl:4:7: `max-size` of `upload`'],
    ['an upload of half a byte', inField('upload max-size=0.5'), 'KDL_IR', 'api.kdl:4:7: `max-size`'],
    ['an upload of a text', inField('upload max-size="5MB"'), 'KDL_IR', 'api.kdl:4:7: `max-size`'],
    ['an upload without end', inField('upload max-size=#inf'), 'KDL_IR', 'api.kdl:4:7: `max-size`'],
    [
      'an upload of any ending',
      inField('upload accept=".png"'),
      'KDL_IR',
      'api.kdl:4:7: `accept` of `upload` is',
    ],
    [
      'an upload that escapes',
      inField('upload accept="image/*\\">"'),
      'KDL_IR',
      'api.kdl:4:7: `accept` of `upload` is',
    ],
    ['an upload with nothing in a comma', inField('upload accept="a/b,"'), 'KDL_IR', 'api.kdl:4:7: `accept`'],
    ['an upload with a name', inField('upload "a"'), 'KDL_IR', 'api.kdl:4:7: `upload` takes no argument'],
    ['an upload with a shape', inField('upload { enum; }'), 'KDL_IR', 'api.kdl:4:16: `upload` has nothing'],
    ['an upload with a count', inField('upload count=2'), 'KDL_IR', 'api.kdl:4:7: `upload` has no property'],
    [
      'a shape in a shape',
      inField('list { tuple }'),
      'KDL_IR',
      'api.kdl:4:14: Unknown node `tuple` where a shape',
    ],
    ['no shape', inField(''), 'KDL_IR', 'api.kdl:3:5: `field` needs a shape inside.'],
    ['two shapes', inField('primitive "string"; ref "T"'), 'KDL_IR', 'api.kdl:4:27: `field` has one shape'],
    ['a list of two', inField('list { ref "T"; enum "x"; }'), 'KDL_IR', 'api.kdl:4:23: `list` has one shape'],
    [
      'an unknown primitive',
      inField('primitive "float"'),
      'KDL_IR',
      'api.kdl:4:7: `primitive` is "integer" or',
    ],
    ['an enum of numbers', inField('enum 1 2'), 'KDL_IR', 'api.kdl:4:7: The values of `enum` are strings'],
    ['a type that is nowhere', inField('ref "U"'), 'KDL_IR', 'api.kdl:4:7: There is no type "U"'],
    [
      'a null default',
      inField('ref "T"', ' default=#null'),
      'KDL_IR',
      'api.kdl:3:5: `default` is a boolean,',
    ],
    [
      'an endless default',
      inField('ref "T"', ' default=#inf'),
      'KDL_IR',
      'api.kdl:3:5: `default` is a boolean,',
    ],
    [
      'an unknown property',
      inField('ref "T"', ' nullable=#true'),
      'KDL_IR',
      'api.kdl:3:5: `field` has no property',
    ],
    ['a wrong flag', inField('ref "T"', ' required="no"'), 'KDL_IR', 'api.kdl:3:5: `required` of `field`'],
    [
      'a field twice',
      'type A { struct { field a { enum; }\nfield a { enum; } } }',
      'KDL_IR',
      'api.kdl:2:1: The field "a"',
    ],
    [
      'a type twice',
      'type A { struct; }\ntype A { struct; }',
      'KDL_IR',
      'api.kdl:2:1: The type "A" stands twice',
    ],
    ['a type without a name', 'type { struct; }', 'KDL_IR', 'api.kdl:1:1: `type` needs exactly one string.'],
    [
      'a type with two bodies',
      'type A { struct; alias { enum; } }',
      'KDL_IR',
      'api.kdl:1:18: A type is a `struct` or',
    ],
    ['a type without a body', 'type A', 'KDL_IR', 'api.kdl:1:1: `type` needs a `struct` inside.'],
    ['no transport', inFunction(''), 'KDL_IR', 'api.kdl:2:1: `function` needs a `transport` inside.'],
    [
      'a wrong transport',
      inFunction('transport "smoke"'),
      'KDL_IR',
      'api.kdl:4:3: `transport` is "http" or "websocket"',
    ],
    ['a repeated part', inFunction('camel "g"'), 'KDL_IR', 'api.kdl:4:3: `camel` stands twice in `function`'],
    [
      'an input that is denied',
      inFunction('transport http; input "fOutput"'),
      'KDL_IR',
      'api.kdl:3:14: `has-input`',
    ],
    [
      'something inside a leaf',
      inFunction('transport http; merge c { x }'),
      'KDL_IR',
      'api.kdl:4:29: `merge` has nothing',
    ],
    [
      'half a form',
      inFunction('transport http; form-name "c"'),
      'KDL_IR',
      'api.kdl:4:19: A form function has',
    ],
    [
      'a param without type',
      'context c { param p { required #true; } }',
      'KDL_IR',
      'api.kdl:1:13: `param` needs a `type`',
    ],
    [
      'a channel type that is nowhere',
      'channel c { pascal-name C; params P; }',
      'KDL_IR',
      'api.kdl:1:28: There is no type "P"',
    ],
  ])('refuses %s and says where', (_title, text, code, message) => {
    const error = errorOf(text);
    expect([error.code, error.message]).toEqual([code, expect.stringContaining(message)]);
    expect(error.position).toEqual({ line: expect.any(Number), column: expect.any(Number) });
  });
});
