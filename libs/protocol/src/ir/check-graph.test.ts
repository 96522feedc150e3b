import { describe, expect, it } from 'vitest';

import { checkGraph } from './check-graph.js';
import { contextNames } from './context-params.js';
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

const describeAll = (graph: Graph) =>
  checkGraph(graph).map((defect) => describeDefect(defect, contextNames(graph)));

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
    expect(describeAll(graph)).toEqual([
      '"m" affects "usr", which no function declares: you may mean "user".',
      '"m" merges into "user", where "user", "again" would all fit: use `affects`, or give them different types.',
      '"user" mixes transports, websocket in "ws" and HTTP in "user", "again": use one of them for all.',
    ]);
  });

  it('tells a context that is unknown from one that does not fit', () => {
    const graph = graphOf(
      reader,
      { name: 'm', output: text, merge: ['user', 'zz'] },
      { name: 'n', output: user, merge: ['Usre'] },
    );
    expect(describeAll(graph)).toEqual([
      '"m" merges into "user", where no function answers its output type or a list of it: use `affects`, or return what one of them does.',
      '"m" merges into "zz", which no function declares: give a function that context, or name another; there are "user".',
      '"n" merges into "Usre", which no function declares: you may mean "user".',
    ]);
  });

  it.each([
    ['tickt', 'ticket'],
    ['tikcet', 'ticket'],
    ['tickets', 'ticket'],
    ['order', 'orders'],
    ['usr', 'user'],
    ['x', undefined],
    ['account', undefined],
  ])('takes %s for %s', (meant, name) => {
    const readers = ['user', 'ticket', 'orders'].map((context) => ({ name: context, output: user, context }));
    const mutation = { name: 'm', output: text, affects: [{ context: meant }] };
    const fix = name === undefined ? 'there are "orders", "ticket", "user".' : `you may mean "${name}".`;
    expect(describeAll(graphOf(...readers, mutation))).toEqual([expect.stringContaining(fix)]);
  });

  it('says so when there is no context at all', () => {
    expect(describeAll(graphOf({ name: 'm', output: text, affects: [{ context: 'user' }] }))).toEqual([
      expect.stringContaining('there is none yet'),
    ]);
  });
});
