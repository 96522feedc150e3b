import { describe, expect, it } from 'vitest';

import { buildIr } from './build-ir.js';
import type { FunctionDeclaration, Graph } from './graph.js';
import { GraphRefusal, type RefusalReason } from './graph-refusal.js';
import type { Field, Shape } from './ir.js';

const text: Shape = { kind: 'primitive', name: 'string' };
const integer: Shape = { kind: 'primitive', name: 'integer' };
const ref = (name: string): Shape => ({ kind: 'ref', name });
const list = (item: Shape): Shape => ({ kind: 'list', item });
const file: Shape = { kind: 'upload' };
const optional = (item: Shape): Shape => ({ kind: 'optional', item });
const field = (name: string, shape: Shape): Field => ({ name, shape, required: true });

function graphOf(functions: readonly FunctionDeclaration[], types: Graph['types'] = {}): Graph {
  return { types, functions, channels: [] };
}

function reasonsFor(graph: Graph): readonly RefusalReason[] {
  try {
    buildIr(graph);
  } catch (error) {
    if (error instanceof GraphRefusal) return error.reasons;
    throw error;
  }
  return [];
}

describe('buildIr', () => {
  it('keeps a comment with replies as a type that refers to itself', () => {
    const comment = { fields: [field('text', text), field('replies', list(ref('Comment')))] };
    const ir = buildIr(graphOf([{ name: 'thread', output: ref('Comment') }], { Comment: comment }));
    expect(ir.types).toEqual([
      { kind: 'struct', name: 'Comment', fields: comment.fields },
      { kind: 'struct', name: 'threadOutput', fields: comment.fields },
    ]);
  });

  it('follows types that refer to each other in a circle', () => {
    const types = {
      Ticket: { fields: [field('owner', ref('Person'))] },
      Person: { fields: [field('tickets', list(ref('Ticket')))] },
    };
    const ir = buildIr(graphOf([{ name: 'tickets', output: list(ref('Ticket')) }], types));
    expect(ir.types.map(({ name }) => name)).toEqual(['Person', 'Ticket', 'ticketsOutput']);
  });

  it('leaves out structs that nothing reaches', () => {
    const types = { Unused: { fields: [field('a', text)] } };
    expect(buildIr(graphOf([{ name: 'ping', output: text }], types)).types).toHaveLength(1);
  });

  it('carries descriptions, json and targets that are one function', () => {
    const ir = buildIr(
      graphOf(
        [
          { name: 'user', output: ref('User'), context: 'user', description: 'Reads a user.' },
          {
            name: 'touch',
            output: { kind: 'primitive', name: 'json' },
            affects: [{ context: 'user', function: 'user' }],
          },
        ],
        {
          User: {
            fields: [{ ...field('name', text), description: 'As on the badge.' }],
            description: 'A person.',
          },
        },
      ),
    );
    expect(ir.functions).toMatchObject([
      { name: 'touch', affects: [{ context: 'user', function: 'user' }] },
      { name: 'user', description: 'Reads a user.' },
    ]);
    expect(ir.types).toEqual([
      {
        kind: 'struct',
        name: 'touchOutput',
        fields: [{ name: 'result', shape: { kind: 'primitive', name: 'json' }, required: true }],
      },
      {
        kind: 'struct',
        name: 'userOutput',
        fields: [{ name: 'name', shape: text, required: true, description: 'As on the badge.' }],
        description: 'A person.',
      },
    ]);
  });

  it('does not wrap a nullable union of structs and says that it may be null', () => {
    const union = optional({ kind: 'union', members: [ref('A'), ref('B')] });
    const types = { A: { fields: [field('a', text)] }, B: { fields: [field('b', text)] } };
    const ir = buildIr(graphOf([{ name: 'either', output: union }], types));
    expect(ir.types).toContainEqual({ kind: 'alias', name: 'eitherOutput', shape: union });
    expect(ir.functions[0]?.outputNullable).toBe(true);
  });

  it('names the types of a private function, but neither it nor a context that only it is in', () => {
    const ir = buildIr(graphOf([{ name: 'hidden', output: text, context: 'secret', private: true }]));
    expect(ir.types.map(({ name }) => name)).toEqual(['hiddenOutput']);
    expect([ir.functions, ir.contexts]).toEqual([[], []]);
  });

  it('tells no default that JSON cannot hold', () => {
    const limit: Field = { name: 'limit', shape: integer, required: false, default: Infinity };
    expect(buildIr(graphOf([{ name: 'f', input: [limit], output: text }])).types[0]).toMatchObject({
      fields: [{ name: 'limit', shape: integer, required: false }],
    });
    expect(buildIr(graphOf([{ name: 'f', input: [limit], output: text }])).types[0]).not.toHaveProperty(
      'fields.0.default',
    );
  });

  it('accepts two types of one name that are the same but for their descriptions', () => {
    const types = { aInput: { fields: [field('x', text)], description: 'Declared.' } };
    const functions = [{ name: 'a', input: [field('x', text)], output: list(ref('aInput')) }];
    expect(reasonsFor(graphOf(functions, types))).toEqual([]);
  });

  it('sorts functions by code point', () => {
    const functions = ['b', 'a.b', 'a_b', 'A', '9'].map((name) => ({ name, output: text }));
    const ir = buildIr(graphOf(functions));
    expect(ir.functions.map(({ name }) => name)).toEqual(['9', 'A', 'a.b', 'a_b', 'b']);
  });
});

describe('buildIr refuses', () => {
  const names = { name: 'f', output: text } as const;

  it.each<[RefusalReason['kind'], readonly FunctionDeclaration[]]>([
    ['reader-and-mutation', [{ ...names, context: 'c', affects: [{ context: 'c' }] }]],
    ['reader-and-mutation', [{ ...names, context: 'c', merge: ['c'] }]],
    ['duplicate-function', [names, names]],
    ['bad-function-name', [{ ...names, name: 'a b' }]],
    ['blank-context-name', [{ ...names, context: ' ' }]],
    ['bad-context-name', [{ ...names, context: 'a;b' }]],
    ['unknown-type', [{ ...names, output: ref('Nowhere') }]],
    ['unknown-type', [{ ...names, output: ref('constructor') }]],
    ['upload-in-output', [{ ...names, output: file }]],
    ['upload-in-output', [{ ...names, form: { name: 'a', role: 'submit', data: list(file) } }]],
    ['upload-in-context', [{ ...names, input: [field('x', file)], context: 'c' }]],
    ['upload-over-socket', [{ ...names, input: [field('x', file)], websocket: true }]],
    ['type-conflict', [names, { ...names, name: 'f_', output: integer }]],
  ])('%s', (kind, functions) => {
    expect(reasonsFor(graphOf(functions)).map((reason) => reason.kind)).toEqual([kind]);
  });

  it('an auth word that does not exist', () => {
    const graph = graphOf([names]);
    const wrong = JSON.parse(JSON.stringify(graph).replace('"name"', '"auth":"admin","name"'));
    expect(reasonsFor(wrong)).toEqual([{ kind: 'unknown-auth', function: 'f', auth: 'admin' }]);
  });

  it('uploads where no file can be brought, however deep they are', () => {
    const types = {
      Deep: { fields: [field('again', ref('Deep')), field('files', list({ kind: 'optional', item: file }))] },
    };
    const channels = [{ name: 'chat', clientMessage: [field('deep', ref('Deep'))] }];
    const functions = [{ ...names, input: [field('x', ref('Deep'))], websocket: true }];
    expect(reasonsFor({ ...graphOf(functions, types), channels })).toEqual([
      { kind: 'upload-over-socket', function: 'f' },
      { kind: 'upload-in-channel', channel: 'chat' },
    ]);
    expect(reasonsFor(graphOf([{ ...names, input: [field('x', ref('Deep'))] }], types))).toEqual([]);
  });

  it('channels without a good name of their own', () => {
    const channels = [{ name: 'chat' }, { name: 'chat' }, { name: 'a b' }];
    expect(reasonsFor({ types: {}, functions: [], channels }).map(({ kind }) => kind)).toEqual([
      'bad-channel-name',
      'duplicate-channel',
    ]);
  });

  it('everything at once, one sentence a line, with one code', () => {
    const graph = graphOf([{ ...names, context: ' ' }, names]);
    expect(() => buildIr(graph)).toThrow(expect.objectContaining({ code: 'GRAPH_REFUSED' }));
    expect(() => buildIr(graph)).toThrow(
      '"f" has a context whose name is blank: give it a name.\nTwo functions have the wire name "f": give one of them another `name`.',
    );
  });
});
