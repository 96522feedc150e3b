import { compileScopes, type FunctionDeclaration, type Graph } from '@mizan/protocol';
import { describe, expect, it } from 'vitest';
import { paramsAsRead } from '../cache/params-as-read.js';
import { ContextWatches } from './context-watches.js';
import { Watch } from './watch.js';
import { Watcher } from './watcher.js';

const integer = { kind: 'primitive', name: 'integer' } as const;
const text = { kind: 'primitive', name: 'string' } as const;
const field = (name: string, shape: typeof integer | typeof text, required = true) => ({
  name,
  shape,
  required,
});

function createWatches(...functions: readonly Omit<FunctionDeclaration, 'output'>[]): ContextWatches {
  const graph: Graph = {
    types: {},
    functions: functions.map((fn) => ({ ...fn, output: text })),
    channels: [],
  };
  const scopes = compileScopes(graph).get('c');
  if (scopes === undefined) throw new Error('the context c is missing');
  return new ContextWatches(scopes, paramsAsRead(graph, 'c'));
}

const watchOf = (params: object) =>
  new Watch(new Watcher({ send: () => undefined }), { context: 'c', params });
const named = (watches: Iterable<Watch>) => [...watches].map(({ entry }) => entry.params);

describe('the watches of a context', () => {
  it('are found by index: of 10,000 sockets, one mutation looks at those that it concerns', () => {
    const watches = createWatches(
      { name: 'read', context: 'c', input: [field('id', integer), field('page', integer, false)] },
      { name: 'change', affects: [{ context: 'c' }], input: [field('id', integer)] },
      {
        name: 'turn',
        affects: [{ context: 'c' }],
        input: [field('id', integer), field('page', integer, false)],
      },
    );
    for (let id = 0; id < 10_000; id += 1) {
      const params = { id, page: id % 10 };
      watches.place(watchOf(params), params);
    }
    for (const id of [0, 17, 9_999]) {
      expect(named(watches.candidates({ id }))).toEqual([{ id, page: id % 10 }]);
      expect(named(watches.candidates({ id, page: id % 10 }))).toEqual([{ id, page: id % 10 }]);
      expect(watches.candidates({ id, page: 11 }).size).toBe(0);
    }
    expect(watches.candidates().size).toBe(10_000);
  });

  it('are matched exactly where scopes reach further than the target', () => {
    const watches = createWatches(
      { name: 'read', context: 'c', input: [field('id', integer), field('note', text, false)] },
      { name: 'change', affects: [{ context: 'c' }], input: [field('id', integer)] },
    );
    const entries = [{ id: 1, note: 'a' }, { id: 1, note: 'b' }, { id: 1 }, { id: 2, note: 'a' }];
    for (const params of entries) watches.place(watchOf(params), params);
    expect(named(watches.candidates({ note: 'a' }))).toEqual(entries);
    expect(named(watches.matches({ note: 'a' }))).toEqual([entries[0], entries[2], entries[3]]);
    expect(named(watches.matches({ id: 1, note: 'b' }))).toEqual([entries[1], entries[2]]);
  });

  it('match a number however a mutation spells it, and what no read could mean matches all', () => {
    const watches = createWatches(
      { name: 'read', context: 'c', input: [field('id', integer)] },
      { name: 'change', affects: [{ context: 'c' }], input: [field('id', text)] },
    );
    for (const id of [7, 8]) watches.place(watchOf({ id }), { id });
    expect(named(watches.matches({ id: '07' }))).toEqual([{ id: 7 }]);
    expect(named(watches.matches({ id: 'seven' }))).toEqual([{ id: 7 }, { id: 8 }]);
  });

  it('find an entry of unknown params by every target, until its params are known', () => {
    const watches = createWatches(
      { name: 'read', context: 'c', input: [field('id', integer)] },
      { name: 'change', affects: [{ context: 'c' }], input: [field('id', integer)] },
    );
    const watch = watchOf({ id: 7 });
    watches.place(watch, undefined);
    expect(watches.matches({ id: 8 })).toEqual([watch]);
    expect(watches.matches()).toEqual([watch]);
    watches.place(watch, { id: 7 });
    expect(watches.matches({ id: 8 })).toEqual([]);
    expect(watches.matches({ id: 7 })).toEqual([watch]);
    watches.remove(watch);
    expect(watches.matches()).toEqual([]);
  });

  it('are told apart by params that are as long as a frame', () => {
    const watches = createWatches(
      { name: 'read', context: 'c', input: [field('note', text)] },
      { name: 'change', affects: [{ context: 'c' }], input: [field('note', text)] },
    );
    const long = 'x'.repeat(50_000);
    for (const note of [`${long}a`, `${long}b`]) watches.place(watchOf({ note }), { note });
    expect(named(watches.candidates({ note: `${long}b` }))).toEqual([{ note: `${long}b` }]);
  });
});
