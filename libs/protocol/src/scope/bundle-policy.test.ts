import { expect, it } from 'vitest';

import type { FunctionDeclaration, Graph } from '../ir/graph.js';
import { bundlePolicy } from './bundle-policy.js';

function graphOf(...members: readonly Partial<FunctionDeclaration>[]): Graph {
  const functions = members.map((member, index) => ({
    context: 'c',
    ...member,
    name: `read_${index}`,
    output: { kind: 'primitive', name: 'string' } as const,
  }));
  return { types: {}, functions, channels: [] };
}

const isPublic = (...members: readonly Partial<FunctionDeclaration>[]) =>
  bundlePolicy(graphOf(...members), 'c').isPublic;

it('takes the highest rev and the smallest ttl', () => {
  const graph = graphOf({ rev: 2, cache: 60 }, { rev: 5 }, { cache: 30 }, { context: 'other', cache: 1 });
  expect(bundlePolicy(graph, 'c')).toEqual({ rev: 5, ttl: 30, isCacheable: true, isPublic: false });
});

it('has rev 0 and no ttl when no function says any', () => {
  expect(bundlePolicy(graphOf({}), 'c')).toEqual({
    rev: 0,
    ttl: undefined,
    isCacheable: true,
    isPublic: false,
  });
});

it('is not cacheable when one function says false', () => {
  expect(bundlePolicy(graphOf({ cache: 60 }, { cache: false }), 'c').isCacheable).toBe(false);
});

it('is public only when every function is, private ones aside', () => {
  expect(isPublic({ cacheScope: 'public' }, { cacheScope: 'public' })).toBe(true);
  expect(isPublic({ cacheScope: 'public' }, {})).toBe(false);
  expect(isPublic({ cacheScope: 'public' }, { private: true })).toBe(true);
});

it('keeps nothing of a context that no function has', () => {
  expect(bundlePolicy(graphOf(), 'c')).toEqual({
    rev: 0,
    ttl: undefined,
    isCacheable: false,
    isPublic: false,
  });
});
