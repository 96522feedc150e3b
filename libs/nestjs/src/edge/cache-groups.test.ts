import { compileScopes, type Graph, type Target } from '@mizan/protocol';
import { describe, expect, it } from 'vitest';
import { formatGroupList, groupsOfBundle, groupsOfTargets } from './cache-groups.js';

const text = { kind: 'primitive', name: 'string' } as const;
const param = (name: string) => ({ name, shape: text, required: true });

function graphOf(contexts: readonly string[], params: readonly string[] = ['id']): Graph {
  const input = params.map(param);
  const functions = contexts.map((context) => ({ name: `read_${context}`, output: text, context, input }));
  return { types: {}, channels: [], functions };
}

const scopesOf = (contexts: readonly string[], params?: readonly string[]) =>
  compileScopes(graphOf(contexts, params));

function bundleGroups(context: string, params: Record<string, string | number>): readonly string[] {
  const scopes = scopesOf([context], Object.keys(params)).get(context);
  if (scopes === undefined) throw new Error('The context is missing');
  return groupsOfBundle(scopes, params);
}

const groups = (contexts: readonly string[], targets: readonly Target[]) =>
  groupsOfTargets(scopesOf(contexts), targets);

describe('the groups of a bundle', () => {
  it('are that of every bundle, its context, and what it shares params with', () => {
    expect(bundleGroups('board', { id: 7 })).toEqual(['*', 'board', 'board;id=7']);
  });

  it('stay within what each cache must support, by a hash of what is longer', () => {
    const id = '550e8400-e29b-41d4-a716-446655440000';
    const long = bundleGroups('c'.repeat(40), { id });
    for (const group of long) expect(group.length).toBeLessThanOrEqual(32);
    expect(new Set(long).size).toBe(3);
    expect(bundleGroups('board', { id })[2]).toMatch(/^~[\w-]{31}$/);
    expect(bundleGroups('board', { id })[2]).not.toBe(bundleGroups('board', { id: `${id}1` })[2]);
  });

  it('are strings of RFC 9651 that need no escape, whatever the values are', () => {
    for (const id of ['"', '\\', '\n', 'é', ' ', ',', '\ud800', 'x'.repeat(500)]) {
      expect(formatGroupList(bundleGroups('board', { id }))).toMatch(/^"[\w.~%;=*-]+"(, "[\w.~%;=*-]+")*$/);
    }
  });
});

describe('the groups of targets', () => {
  it('are those of the bundles that they match', () => {
    const targets = [
      { context: 'board', params: { id: 7 } },
      'news',
      { context: 'board', params: { id: '7' } },
    ];
    expect(groups(['board', 'news'], targets)).toEqual(['board;id=7', 'news']);
    const [long] = groups(['board'], [{ context: 'board', params: { id: 'x'.repeat(99) } }]);
    expect(bundleGroups('board', { id: 'x'.repeat(99) })).toContain(long);
  });

  it('are none for contexts that no edge stores', () => {
    expect(groups(['board'], ['user', { context: 'user', params: { id: 1 } }])).toEqual([]);
  });

  it('widen to whole contexts where there are too many', () => {
    const many = Array.from({ length: 32 }, (_, id) => ({ context: 'board', params: { id } }));
    expect(groups(['board'], many)).toHaveLength(32);
    expect(groups(['board', 'news'], [...many, 'news'])).toEqual(['board', 'news']);
  });

  it('widen to every bundle where there are too many contexts', () => {
    const contexts = Array.from({ length: 33 }, (_, index) => `c${index}`);
    expect(groups(contexts, contexts)).toEqual(['*']);
    expect(groups(contexts, contexts.slice(1))).toHaveLength(32);
  });
});
