import { expect, it } from 'vitest';

import { foldShape, type ShapeFold } from './fold-shape.js';
import type { Ir, Shape } from './ir.js';
import { isWrapped, refsOf } from './shape-facts.js';
import { walkIr } from './walk-ir.js';

const text: Shape = { kind: 'primitive', name: 'string' };
const comments: Shape = { kind: 'list', item: { kind: 'ref', name: 'Comment' } };

const ir: Ir = {
  types: [
    { kind: 'struct', name: 'Comment', fields: [{ name: 'replies', shape: comments, required: true }] },
    { kind: 'alias', name: 'threadOutput', shape: comments },
  ],
  functions: [
    {
      name: 'thread',
      camel: 'thread',
      output: 'threadOutput',
      outputNullable: false,
      transport: 'http',
      context: 'thread',
      affects: [],
      merge: [],
    },
  ],
  contexts: [
    {
      name: 'thread',
      functions: ['thread'],
      params: [{ name: 'id', type: 'string', required: true, sharedBy: [] }],
    },
  ],
  channels: [{ name: 'chat', pascalName: 'Chat' }],
};

it('visits every part once, owners before their parts, and follows no reference', () => {
  const seen: string[] = [];
  walkIr(ir, {
    type: ({ name }) => seen.push(`type ${name}`),
    field: ({ name }, owner) => seen.push(`field ${owner.name}.${name}`),
    shape: (shape, owner) => seen.push(`shape ${owner.name} ${shape.kind}`),
    function: ({ name }) => seen.push(`function ${name}`),
    context: ({ name }) => seen.push(`context ${name}`),
    param: ({ name }, context) => seen.push(`param ${context.name}.${name}`),
    channel: ({ name }) => seen.push(`channel ${name}`),
  });
  expect(seen).toEqual([
    'type Comment',
    'field Comment.replies',
    'shape Comment list',
    'type threadOutput',
    'shape threadOutput list',
    'function thread',
    'context thread',
    'param thread.id',
    'channel chat',
  ]);
});

const asType: ShapeFold<string> = {
  primitive: (name) => name,
  ref: (name) => name,
  list: (item) => `${item}[]`,
  optional: (item) => `(${item} | null)`,
  enum: (values) => `(${values.join(' | ')})`,
  union: (members) => `(${members.join(' | ')})`,
  upload: () => 'File',
};

it('folds a shape from the inside out', () => {
  const shape: Shape = {
    kind: 'union',
    members: [{ kind: 'optional', item: comments }, { kind: 'enum', values: ['a', 'b'] }, text],
  };
  expect(foldShape(shape, asType)).toBe('((Comment[] | null) | (a | b) | string)');
  expect(refsOf(shape)).toEqual(['Comment']);
});

it.each<[string, Shape, boolean]>([
  ['a primitive', text, true],
  ['a list of enums', { kind: 'list', item: { kind: 'enum', values: ['a'] } }, true],
  ['open data', { kind: 'primitive', name: 'json' }, true],
  ['a struct', { kind: 'ref', name: 'A' }, false],
  [
    'a nullable list of lists of structs',
    { kind: 'optional', item: { kind: 'list', item: comments } },
    false,
  ],
  ['a union with a struct in it', { kind: 'union', members: [text, { kind: 'ref', name: 'A' }] }, false],
])('knows whether %s is wrapped', (_title, shape, wrapped) => {
  expect(isWrapped(shape)).toBe(wrapped);
});
