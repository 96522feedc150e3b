import { describe, expect, it } from 'vitest';

import { checkGraph } from './check-graph.js';
import type { FunctionDeclaration, Graph } from './graph.js';
import { describeDefect } from './graph-defect.js';
import type { Shape } from './ir.js';

const text: Shape = { kind: 'primitive', name: 'string' };
const user: Shape = { kind: 'ref', name: 'User' };

function graphOf(...functions: FunctionDeclaration[]): Graph {
  return {
    types: { User: { fields: [{ name: 'id', shape: text, required: true }] } },
    functions,
    channels: [],
  };
}

const merges = (output: Shape): FunctionDeclaration => ({ name: 'm', output, merge: ['users'] });
const reader: FunctionDeclaration = { name: 'user', output: user, context: 'user' };

describe('checkGraph', () => {
  it('finds a target that is no function of its context, once', () => {
    const affects = [
      { context: 'user', function: 'nope' },
      { context: 'user', function: 'nope' },
    ];
    expect(checkGraph(graphOf(reader, { name: 'm', output: text, affects }))).toEqual([
      { kind: 'unknown-affects-target', function: 'm', target: 'user.nope' },
    ]);
  });

  it('accepts a target that is a function of its context', () => {
    const affects = [{ context: 'user', function: 'user' }];
    expect(checkGraph(graphOf(reader, { name: 'm', output: text, affects }))).toEqual([]);
  });

  it('finds a target that only a private function reads', () => {
    const affects = [{ context: 'user' }];
    expect(
      checkGraph(graphOf({ ...reader, private: true }, { name: 'm', output: text, affects })),
    ).toHaveLength(1);
  });

  it('compares each later function with the first that takes a parameter', () => {
    const taking = (name: string, shape: Shape): FunctionDeclaration => ({
      name,
      output: text,
      context: 'c',
      input: [{ name: 'id', shape, required: true }],
    });
    const integer: Shape = { kind: 'primitive', name: 'integer' };
    const graph = graphOf(
      taking('a', text),
      taking('b', integer),
      taking('c', { kind: 'enum', values: ['x'] }),
      taking('d', integer),
    );
    expect(checkGraph(graph)).toMatchObject([
      { kind: 'divergent-param-type', first_fn: 'a', second_fn: 'b', second_type: 'integer' },
      { kind: 'divergent-param-type', first_fn: 'a', second_fn: 'd', second_type: 'integer' },
    ]);
  });

  it('finds the slot of a list, of its element, and of what may be null', () => {
    const list: Shape = { kind: 'list', item: user };
    const all: FunctionDeclaration = {
      name: 'users',
      output: { kind: 'optional', item: list },
      context: 'users',
    };
    expect(checkGraph(graphOf(all, merges(list)))).toEqual([]);
    expect(checkGraph(graphOf(all, merges({ kind: 'optional', item: user })))).toEqual([]);
    expect(checkGraph(graphOf(all, merges(text)))).toMatchObject([{ kind: 'no-merge-slot' }]);
  });
});

describe('describeDefect', () => {
  it('says what is wrong, where, and what would be right', () => {
    const mutation: FunctionDeclaration = {
      name: 'm',
      output: user,
      affects: [{ context: 'usr' }],
      merge: ['user'],
    };
    const graph = graphOf(
      reader,
      { ...reader, name: 'again' },
      { name: 'ws', output: text, context: 'user', websocket: true },
      mutation,
    );
    expect(checkGraph(graph).map(describeDefect)).toEqual([
      '"m" affects "usr", which no function declares: correct the name, or give a function that context.',
      '"m" merges into "user", where "user", "again" would all fit: use `affects`, or give them different types.',
      '"user" mixes transports, websocket in "ws" and HTTP in "user", "again": use one of them for all.',
    ]);
  });
});
