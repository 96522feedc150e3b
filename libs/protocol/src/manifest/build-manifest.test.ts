import { expect, it } from 'vitest';

import type { Shape } from '../ir/ir.js';
import { buildManifest } from './build-manifest.js';

const text: Shape = { kind: 'primitive', name: 'string' };

it('puts endpoints under the base path', () => {
  const graph = { types: {}, functions: [{ name: 'a', output: text, context: 'c' }], channels: [] };
  expect(buildManifest(graph, { basePath: '/v1/mizan' }).contexts['c']?.endpoints).toEqual([
    '/v1/mizan/ctx/c/',
  ]);
});

it('names the context of a target that is one function, once', () => {
  const affects = [{ context: 'c', function: 'a' }, { context: 'c' }];
  const functions = [
    { name: 'a', output: text, context: 'c' },
    { name: 'm', output: text, affects },
  ];
  expect(buildManifest({ types: {}, functions, channels: [] }).mutations).toEqual({ m: { affects: ['c'] } });
});

it('says public of a context only when every function of it is, and none asks who calls', () => {
  const functions = [
    { name: 'a', output: text, context: 'c', cacheScope: 'public' as const },
    { name: 'b', output: text, context: 'd', cacheScope: 'public' as const },
    { name: 'e', output: text, context: 'd' },
    { name: 'f', output: text, context: 'g', cacheScope: 'public' as const, auth: 'required' as const },
  ];
  const graph = { types: {}, functions, channels: [] };
  const { contexts } = buildManifest(graph);
  expect(contexts['c']?.public).toBe(true);
  expect(contexts['d']).not.toHaveProperty('public');
  expect(contexts['g']).not.toHaveProperty('public');
  expect(buildManifest(graph, { isStorable: () => false }).contexts['c']).not.toHaveProperty('public');
});
