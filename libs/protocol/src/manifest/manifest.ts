/** What an edge cache must know of a server (PROTOCOL 9), as it stands in JSON. */
export interface Manifest {
  readonly version: 1;
  readonly contexts: Readonly<Record<string, ManifestContext>>;
  /** Functions with `affects`. */
  readonly mutations: Readonly<Record<string, ManifestMutation>>;
}

export interface ManifestContext {
  /** In declared order. */
  readonly functions: readonly ManifestFunction[];
  readonly endpoints: readonly string[];
  /** Sorted. */
  readonly params: readonly string[];
  /** Only when a function has a route. */
  readonly page_routes?: readonly string[];
  /** Whether a parameter names whose data it is. */
  readonly user_scoped: boolean;
  /** Only when a cache that everybody shares may store the bundles (PROTOCOL 13). */
  readonly public?: true;
  readonly render_strategy: 'dynamic_cached' | 'psr';
}

export interface ManifestFunction {
  readonly name: string;
  readonly path: 'rpc' | 'view';
  readonly rev?: number;
  /** Seconds, or `false` for never. */
  readonly cache?: number | false;
  readonly route?: string;
  readonly methods?: readonly string[];
}

export interface ManifestMutation {
  /** Without duplicates, in declared order. */
  readonly affects: readonly string[];
  /** Sorted; absent when empty. */
  readonly auto_scoped_params?: readonly string[];
  readonly private?: true;
  readonly route?: string;
  readonly methods?: readonly string[];
}
