import { compileScopes, type Graph } from '@mizan/protocol';

const graph: Graph = {
  types: {},
  channels: [],
  functions: [{ name: 'report', context: 'report', output: { kind: 'primitive', name: 'integer' } }],
};
const scopes = compileScopes(graph).get('report');
if (scopes === undefined) throw new Error('the graph has one context');

/** How a public context of one function is cached. */
export const reportPlan = { context: 'report', shape: 'one', rev: 0, ttlMs: 60_000, isPublic: true, scopes };
