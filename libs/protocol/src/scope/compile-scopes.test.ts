import {
  array,
  assert,
  boolean,
  constantFrom,
  dictionary,
  nat,
  pre,
  property,
  record,
  tuple,
  uniqueArray,
} from 'fast-check';
import { describe, expect, it } from 'vitest';

// The rule that scopes have to hold to is the client's: what it refetches may not be served from a cache.
import { matchesScope } from '../../../client/src/scope.js';
import type { FunctionDeclaration, Graph } from '../ir/graph.js';
import type { Field, Shape } from '../ir/ir.js';
import type { Params, ParamValue } from '../wire/target.js';
import { compileScopes, type ContextScopes } from './compile-scopes.js';

const text: Shape = { kind: 'primitive', name: 'string' };
const field = (name: string, required = true): Field => ({ name, shape: text, required });

function scopesOf(
  reader: readonly Field[],
  ...mutations: readonly Partial<FunctionDeclaration>[]
): ContextScopes {
  const functions: FunctionDeclaration[] = [
    { name: 'read', output: text, context: 'ticket', input: reader },
    ...mutations.map((mutation, index) => ({ ...mutation, name: `mutate_${index}`, output: text })),
  ];
  const scopes = compileScopes({ types: {}, functions, channels: [] }).get('ticket');
  if (scopes === undefined) throw new Error('The context is missing');
  return scopes;
}

const affects = [{ context: 'ticket' }];

describe('scopes', () => {
  it('are the whole context and the instance, where nothing else scopes', () => {
    const scopes = scopesOf([field('ticket_id'), field('limit', false)]);
    expect(scopes.ofBundle({ ticket_id: 7, limit: 3 })).toEqual(['ticket', 'ticket;ticket_id=7']);
    expect(scopes.ofTarget({ ticket_id: 7 })).toEqual(['ticket;ticket_id=7']);
    expect(scopes.ofTarget()).toEqual(['ticket']);
  });

  it('have one layout as long as bundles and targets meet in the same ones, and else another', () => {
    const reader = [field('project_id'), field('page')];
    const { layout } = scopesOf(reader);
    expect(scopesOf(reader, {}, { affects, input: reader }).layout).toBe(layout);
    const others = [
      scopesOf(reader, { affects, input: [field('project_id')] }),
      scopesOf([field('project_id'), field('page', false)]),
      // The names are the same, and here a target names also the bundles without a page.
      scopesOf([field('project_id'), field('page', false)], { affects, input: reader }),
    ];
    expect(new Set([layout, ...others.map((other) => other.layout)]).size).toBe(4);
  });

  it('compare values as texts, and encode them', () => {
    const scopes = scopesOf([field('a/b')]);
    expect(scopes.ofTarget({ 'a/b': 7 })).toEqual(scopes.ofTarget({ 'a/b': '7' }));
    expect(scopes.ofBundle({ 'a/b': 'é;=,' })).toEqual(['ticket', 'ticket;a%2Fb=%C3%A9%3B%3D%2C']);
    expect(scopes.ofTarget({ 'a/b': null })).toEqual(['ticket;a%2Fb=null']);
  });

  it('name the absence of a param that a bundle may have been read without', () => {
    const input = [field('ticket_id'), field('limit')];
    const scopes = scopesOf([field('ticket_id'), field('limit', false)], { affects, input });
    expect(scopes.ofBundle({ ticket_id: 7 })).toContain('ticket;limit;ticket_id=7');
    expect(scopes.ofTarget({ limit: 3, ticket_id: 7 })).toEqual([
      'ticket;limit=3;ticket_id=7',
      'ticket;limit;ticket_id=7',
    ]);
  });

  it('keep the arguments that a mutation requires apart from all that it takes', () => {
    const input = [field('team'), field('page', false)];
    const scopes = scopesOf([field('team'), field('page'), field('ticket_id')], { affects, input });
    expect(scopes.ofTarget({ team: 'a', page: 2 })).toEqual(['ticket;page=2;team=a']);
    expect(scopes.ofTarget({ team: 'a' })).toEqual(['ticket;team=a']);
  });

  it('count a merge as a mutation, and one function as its context', () => {
    const reader = [field('team', false), field('page', false)];
    const byMerge = scopesOf(reader, { merge: ['ticket'], input: [field('team')] });
    expect(byMerge.ofTarget({ team: 'a' })).toEqual(['ticket;team=a', 'ticket;team']);
    const byFunction = scopesOf(reader, {
      affects: [{ context: 'ticket', function: 'read' }],
      input: [field('page')],
    });
    expect(byFunction.ofTarget({ page: 2 })).toEqual(['ticket;page=2', 'ticket;page']);
  });

  it('widen a target whose names nobody scopes by', () => {
    const scopes = scopesOf([field('ticket_id'), field('team')]);
    expect(scopes.ofTarget({ team: 'a' })).toEqual(['ticket']);
    expect(scopes.ofTarget({ unknown: 1, ticket_id: 7, team: 'a' })).toEqual(['ticket;team=a;ticket_id=7']);
  });

  it('stay few, however many optional params and mutations there are', () => {
    const names = 'abcdefghij'.split('');
    const mutations = names.map((_, index) => ({
      affects,
      input: names.slice(0, index + 1).map((name) => field(name, index % 2 === 0)),
    }));
    const scopes = scopesOf(
      names.map((name) => field(name, false)),
      ...mutations,
    );
    const params = Object.fromEntries(names.map((name) => [name, 1]));
    expect(scopes.ofTarget(params)).toHaveLength(8);
    expect(scopes.ofBundle(params).length).toBeLessThanOrEqual(16);
  });

  it('take the name of a prototype for a param like any other', () => {
    const scopes = scopesOf([field('__proto__', false)], { affects, input: [field('__proto__')] });
    expect(scopes.ofBundle({})).toEqual(['ticket', 'ticket;__proto__']);
    expect(scopes.ofTarget({})).toEqual(['ticket']);
  });
});

const sureNames = (graph: Graph) =>
  graph.functions
    .filter(({ context }) => context === 'c')
    .flatMap(({ input }) => input ?? [])
    .filter(({ required }) => required)
    .map(({ name }) => name);
const complete = (graph: Graph, bundle: Params): Params => ({
  ...Object.fromEntries(sureNames(graph).map((name) => [name, 2])),
  ...bundle,
});
const share = (graph: Graph, bundle: Params, target: Params) => {
  const scopes = compileScopes(graph).get('c');
  const own = new Set(scopes?.ofBundle(bundle));
  return scopes?.ofTarget(target).some((scope) => own.has(scope));
};

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const runs = { seed, numRuns: process.env['SOAK'] === '1' ? 50_000 : 5_000 };

describe(`any graph, bundle and target at random (SEED=${seed})`, { timeout: 120_000 }, () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const fields = uniqueArray(tuple(constantFrom(...names, 'other'), boolean()), {
    selector: ([name]) => name,
    maxLength: 6,
  }).map((entries) => entries.map(([name, required]) => field(name, required)));
  const reach = constantFrom<Partial<FunctionDeclaration>>(
    { affects: [{ context: 'c' }] },
    { merge: ['c'] },
    { affects: [{ context: 'c', function: 'reader_0' }] },
    { affects: [{ context: 'd' }] },
  );
  const graphs = record({
    readers: array(fields, { minLength: 1, maxLength: 3 }),
    mutations: array(tuple(fields, reach), { maxLength: 5 }),
  }).map(({ readers, mutations }): Graph => ({
    types: {},
    channels: [],
    functions: [
      ...readers.map((input, index) => ({ name: `reader_${index}`, output: text, context: 'c', input })),
      { name: 'elsewhere', output: text, context: 'd' },
      ...mutations.map(([input, kind], index) => ({ ...kind, name: `m_${index}`, output: text, input })),
    ],
  }));
  const values = constantFrom<ParamValue>(1, '1', 2, '2', null, 'null', true, 'true', '', 'x;a=1');
  const params = dictionary(constantFrom(...names, 'other'), values);
  const cases = record({ graph: graphs, bundle: params, target: params });

  it('a bundle and a target that matches it share a scope', () => {
    const holds = property(cases, ({ graph, bundle, target }) => {
      const read = complete(graph, bundle);
      pre(matchesScope(read, target));
      expect(share(graph, read, target)).toBe(true);
    });
    assert(holds, runs);
  });

  it('a target of a mutation does not reach bundles that have another value where all have one', () => {
    const holds = property(cases, nat(), ({ graph, bundle, target }, choice) => {
      const read = complete(graph, bundle);
      const mutations = graph.functions.filter(
        ({ affects: affected, merge }) =>
          merge?.includes('c') === true ||
          affected?.some(({ context, function: member }) => context === 'c' && member === undefined),
      );
      const mutation = mutations[choice % Math.max(1, mutations.length)];
      pre(mutation !== undefined);
      const known = new Set(
        graph.functions
          .flatMap(({ context, input }) => (context === 'c' ? (input ?? []) : []))
          .map(({ name }) => name),
      );
      const taken = (mutation?.input ?? []).map(({ name }) => name).filter((name) => known.has(name));
      const sent = { ...Object.fromEntries(taken.map((name) => [name, 1])), ...pick(target, taken) };
      pre(sureNames(graph).some((name) => taken.includes(name) && String(read[name]) !== String(sent[name])));
      expect(share(graph, read, sent)).toBe(false);
    });
    assert(holds, runs);
  });

  it('a target names at most 8 scopes, none twice', () => {
    const holds = property(cases, ({ graph, target }) => {
      const scopes = compileScopes(graph).get('c')?.ofTarget(target) ?? [];
      expect(scopes.length).toBeLessThanOrEqual(8);
      expect(new Set(scopes).size).toBe(scopes.length);
    });
    assert(holds, runs);
  });
});

function pick(params: Params, names: readonly string[]): Params {
  return Object.fromEntries(Object.entries(params).filter(([name]) => names.includes(name)));
}
