import type { Shape, ShapeFold } from '@mizan/protocol';
import { foldShape } from '@mizan/protocol';

import type { TypeExpression } from './client-plan.js';

const wordOfPrimitive = {
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
  string: 'string',
  json: 'unknown',
} as const;

/** The TypeScript type of a shape. `nameOf` gives the name of a type that it refers to. */
export function planShape(shape: Shape, nameOf: (ref: string) => string): TypeExpression {
  const fold: ShapeFold<TypeExpression> = {
    primitive: (name) => ({ kind: 'word', word: wordOfPrimitive[name] }),
    ref: (name) => ({ kind: 'name', name: nameOf(name) }),
    list: (item) => ({ kind: 'list', item }),
    optional: orNull,
    enum: (values) => unionOf(values.map((value) => ({ kind: 'literal', value }))),
    union: unionOf,
  };
  return foldShape(shape, fold);
}

export function orNull(type: TypeExpression): TypeExpression {
  return unionOf([type, { kind: 'word', word: 'null' }]);
}

/** A union without repetitions; `unknown` swallows the others, and of nothing it is `never`. */
function unionOf(members: readonly TypeExpression[]): TypeExpression {
  const distinct = new Map<string, TypeExpression>();
  for (const member of members.flatMap((each) => (each.kind === 'union' ? each.members : [each]))) {
    if (member.kind === 'word' && member.word === 'unknown') return member;
    distinct.set(JSON.stringify(member), member);
  }
  const [only = { kind: 'word', word: 'never' }, ...others] = distinct.values();
  return others.length === 0 ? only : { kind: 'union', members: [only, ...others] };
}
