import { describe, expect, it } from 'vitest';

import type { FunctionDeclaration, Graph } from '../ir/graph.js';
import type { Field, Shape } from '../ir/ir.js';
import { compileMergeEntries, compileTargets, targetScopes } from './compile-targets.js';

const text: Shape = { kind: 'primitive', name: 'string' };
const integer: Shape = { kind: 'primitive', name: 'integer' };
const order: Shape = { kind: 'ref', name: 'Order' };
const field = (name: string, shape: Shape = integer): Field => ({ name, shape, required: true });

const readers: readonly FunctionDeclaration[] = [
  { name: 'user_profile', output: text, input: [field('user_id')], context: 'user' },
  {
    name: 'user_orders',
    output: { kind: 'list', item: order },
    input: [field('user_id'), field('limit')],
    context: 'user',
  },
  { name: 'last_order', output: { kind: 'optional', item: order }, context: 'last' },
];

function graphWith(mutation: Omit<FunctionDeclaration, 'name'>): Graph {
  const types = { Order: { fields: [field('id')] } };
  return { types, functions: [...readers, { ...mutation, name: 'mutate' }], channels: [] };
}

function targetsFor(mutation: Partial<FunctionDeclaration>, sent: Readonly<Record<string, unknown>>) {
  return compileTargets(graphWith({ output: text, ...mutation }), 'mutate')(sent);
}

describe('compileTargets', () => {
  const input = [field('limit'), field('user_id'), field('name', text)];

  it('scopes by the sent arguments that any function of the context takes', () => {
    const sent = { name: 'Ada', user_id: 5, limit: 3 };
    expect(targetsFor({ input, affects: [{ context: 'user' }] }, sent)).toEqual([
      { context: 'user', params: { limit: 3, user_id: 5 } },
    ]);
  });

  it('takes null for a value and what was not sent for nothing', () => {
    expect(targetsFor({ input, affects: [{ context: 'user' }] }, { user_id: null })).toEqual([
      { context: 'user', params: { user_id: null } },
    ]);
    expect(targetsFor({ input, affects: [{ context: 'user' }] }, { user_id: undefined })).toEqual(['user']);
  });

  it('gives the bare name when nothing scopes it', () => {
    expect(targetsFor({ input, affects: [{ context: 'last' }] }, { user_id: 5 })).toEqual(['last']);
    expect(targetsFor({ affects: [{ context: 'user' }] }, { user_id: 5 })).toEqual(['user']);
  });

  it('lists each target once, in declared order', () => {
    const affects = [{ context: 'user' }, { context: 'last' }, { context: 'user' }];
    expect(targetsFor({ affects }, {})).toEqual(['user', 'last']);
  });

  it('scopes one function by its own parameters', () => {
    const affects = [
      { context: 'user', function: 'user_profile' },
      { context: 'last', function: 'last_order' },
    ];
    expect(targetsFor({ input, affects }, { user_id: 5, limit: 3 })).toEqual([
      { context: 'user', function: 'user_profile', params: { user_id: 5 } },
      { context: 'last', function: 'last_order' },
    ]);
  });

  it('is wider rather than scoped by a value that no query string can say', () => {
    expect(targetsFor({ input, affects: [{ context: 'user' }] }, { user_id: [5], limit: {} })).toEqual([
      'user',
    ]);
  });

  it('sees nothing that an object inherits', () => {
    const named = [field('constructor'), field('__proto__')];
    const reader: FunctionDeclaration = { name: 'odd', output: text, input: named, context: 'odd' };
    const mutation: FunctionDeclaration = {
      name: 'm',
      output: text,
      input: named,
      affects: [{ context: 'odd' }],
    };
    const targets = compileTargets({ types: {}, functions: [reader, mutation], channels: [] }, 'm');
    expect(targets({})).toEqual(['odd']);
    expect(JSON.stringify(targets(JSON.parse('{"__proto__":1}')))).toBe(
      '[{"context":"odd","params":{"__proto__":1}}]',
    );
  });

  it('has no targets for a reader, and refuses a name that the graph does not know', () => {
    expect(targetScopes(graphWith({ output: text }), 'user_profile')).toEqual([]);
    expect(() => compileTargets(graphWith({ output: text }), 'nope')).toThrow(RangeError);
  });
});

describe('compileMergeEntries', () => {
  const input = [field('user_id')];
  const merge = ['user', 'last', 'user'];

  it('says the slot of each context once, scoped as targets are', () => {
    const places = compileMergeEntries(graphWith({ output: order, input, merge }), 'mutate');
    expect(places({ id: 1 }, { user_id: 5 })).toEqual([
      { context: 'user', slot: 'user_orders', params: { user_id: 5 } },
      { context: 'last', slot: 'last_order' },
    ]);
  });

  it('puts null only where null may stand', () => {
    const output: Shape = { kind: 'optional', item: order };
    const places = compileMergeEntries(graphWith({ output, input, merge }), 'mutate');
    expect(places(null, {})).toEqual([{ context: 'last', slot: 'last_order' }]);
    expect(places({ id: 1 }, {})).toHaveLength(2);
  });

  it('finds none for a wrapped output', () => {
    expect(compileMergeEntries(graphWith({ output: text, input, merge }), 'mutate')('x', {})).toEqual([]);
  });
});
