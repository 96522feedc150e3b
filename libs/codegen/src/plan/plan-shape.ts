import type { Shape, ShapeFold } from '@mizan/protocol';
import { foldShape } from '@mizan/protocol';

import type { TypeExpression } from './client-plan.js';

/** The TypeScript type of a shape. */
export type PlanShape = (shape: Shape) => TypeExpression;

export const wordOfPrimitive = {
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
  string: 'string',
  json: 'unknown',
} as const;

/** @param nameOf gives the name of a type that a shape refers to */
export function shapePlanner(nameOf: (ref: string) => string): PlanShape {
  const fold: ShapeFold<TypeExpression> = {
    primitive: (name) => ({ kind: 'word', word: wordOfPrimitive[name] }),
    ref: (name) => ({ kind: 'name', name: nameOf(name) }),
    list: (item) => ({ kind: 'list', item }),
    optional: orNull,
    enum: (values) => unionOf(values.map((value) => ({ kind: 'literal', value }))),
    union: unionOf,
    upload: () => ({ kind: 'word', word: 'Blob' }),
  };
  return (shape) => foldShape(shape, fold);
}

export function orNull(type: TypeExpression): TypeExpression {
  return unionOf([type, { kind: 'word', word: 'null' }]);
}

/** A union without repetitions; `unknown` swallows the others, and of nothing it is `never`. */
function unionOf(members: readonly TypeExpression[]): TypeExpression {
  const distinct = new Map<string, TypeExpression>();
  for (const member of members.flatMap((each) => (each.kind === 'union' ? each.members : each))) {
    if (member.kind === 'word' && member.word === 'unknown') return member;
    distinct.set(keyOf(member), member);
  }
  const [only = { kind: 'word', word: 'never' }, ...others] = distinct.values();
  return others.length === 0 ? only : { kind: 'union', members: [only, ...others] };
}

/** A text that two types share only when they are the same. */
function keyOf(type: TypeExpression): string {
  switch (type.kind) {
    case 'word':
      return type.word;
    case 'literal':
      return JSON.stringify(type.value);
    case 'name':
      return `@${type.name}`;
    case 'list':
      return `${keyOf(type.item)}[]`;
    case 'object':
      return `{${type.properties.map(({ name, type: member }) => `${JSON.stringify(name)}:${keyOf(member)}`).join()}}`;
    case 'union':
      return `(${type.members.map(keyOf).join('|')})`;
  }
}
