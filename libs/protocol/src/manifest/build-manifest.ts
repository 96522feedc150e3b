import { contextMembers, contextNames, paramsOf } from '../ir/context-params.js';
import type { FunctionDeclaration, Graph } from '../ir/graph.js';
import { compareCodePoints } from '../names.js';
import { bundlePolicy } from '../scope/bundle-policy.js';
import { targetScopes } from '../wire/compile-targets.js';
import type { Manifest, ManifestContext, ManifestFunction, ManifestMutation } from './manifest.js';

export interface ManifestOptions {
  /**
   * Where the server answers, without a trailing slash.
   * @default '/api/mizan'
   */
  readonly basePath?: string;
  /**
   * Whether a cache that everybody shares may store a context's bundles, of those whose functions all are public and
   * have no auth rule: a guard may stand before them.
   * @default all of these
   */
  readonly isStorable?: (context: string) => boolean;
}

const ownerParams: ReadonlySet<string> = new Set(['user_id', 'user', 'owner_id', 'account_id']);

/** The edge manifest of a graph (PROTOCOL 9). */
export function buildManifest(graph: Graph, options: ManifestOptions = {}): Manifest {
  const contexts = contextNames(graph).map((name) => [name, manifestContext(graph, name, options)] as const);
  const mutations = graph.functions
    .filter(({ affects }) => affects !== undefined && affects.length > 0)
    .map((mutation) => [mutation.name, manifestMutation(graph, mutation)] as const)
    .sort(([a], [b]) => compareCodePoints(a, b));
  return { version: 1, contexts: Object.fromEntries(contexts), mutations: Object.fromEntries(mutations) };
}

function manifestContext(
  graph: Graph,
  name: string,
  { basePath = '/api/mizan', isStorable = () => true }: ManifestOptions,
): ManifestContext {
  const members = contextMembers(graph, name);
  const params = paramsOf(members).map((param) => param.name);
  const routes = members.flatMap(({ route }) => route ?? []);
  const isOpen = bundlePolicy(graph, name).isPublic && members.every(({ auth }) => auth === undefined);
  const userScoped = params.some((param) => ownerParams.has(param));
  return {
    functions: members.map(manifestFunction),
    endpoints: [`${basePath}/ctx/${name}/`],
    params,
    ...(routes.length > 0 && { page_routes: routes }),
    user_scoped: userScoped,
    ...(isOpen && isStorable(name) && { public: true as const }),
    render_strategy: userScoped ? 'dynamic_cached' : 'psr',
  };
}

function manifestFunction(declaration: FunctionDeclaration): ManifestFunction {
  const { name, rev, cache } = declaration;
  return {
    name,
    path: 'rpc',
    ...(rev !== undefined && { rev }),
    ...(cache !== undefined && { cache }),
    ...routeOf(declaration, ['GET']),
  };
}

function manifestMutation(graph: Graph, mutation: FunctionDeclaration): ManifestMutation {
  const scopes = targetScopes(graph, mutation.name);
  const scoped = [...new Set(scopes.flatMap(({ scopedBy }) => scopedBy))].sort(compareCodePoints);
  return {
    affects: [...new Set(scopes.map(({ context }) => context))],
    ...(scoped.length > 0 && { auto_scoped_params: scoped }),
    ...(mutation.private === true && { private: true as const }),
    ...routeOf(mutation, ['POST']),
  };
}

function routeOf({ route, methods }: FunctionDeclaration, defaultMethods: readonly string[]) {
  return route === undefined ? {} : { route, methods: methods ?? defaultMethods };
}
