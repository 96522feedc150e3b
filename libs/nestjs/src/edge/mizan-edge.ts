import {
  buildManifest,
  formatInvalidateHeader,
  invalidateHeaderName,
  type ContextScopes,
  type Manifest,
  type Params,
  printVcl,
  type Target,
  type VclOptions,
} from '@mizan/protocol';
import { Logger } from '@nestjs/common';
import type { ApplicationConfig } from '@nestjs/core';
import type { BundleOutcome, CallOutcome } from '../dispatch/outcome.js';
import { staleTargets } from '../dispatch/run-call.js';
import { type MountOptions, mountPath } from '../http/mount-path.js';
import type { Invalidations } from '../invalidation/invalidations.js';
import type { MizanRegistry } from '../registry/mizan-registry.js';
import { formatGroupList, groupsOfBundle, groupsOfTargets } from './cache-groups.js';
import { type EdgeHeaders, type EdgeOptions, type EdgeSettings, readEdgeSettings } from './edge-options.js';
import { type EdgeContext, planEdge } from './plan-edge.js';
import { type StoredRead, StoredReads } from './stored-reads.js';
import { ToldEdge } from './told-edge.js';

/**
 * What caches between the app and its callers are told: the headers of reads and mutations, the app's hook, and the
 * manifest.
 */
export class MizanEdge {
  readonly #logger = new Logger('Mizan');
  readonly #settings: EdgeSettings;
  readonly #isOn: boolean;
  readonly #told: ToldEdge | undefined;
  readonly #reads = new StoredReads();
  #contexts: ReadonlyMap<string, EdgeContext> = new Map();
  #scopes: ReadonlyMap<string, ContextScopes> = new Map();

  constructor(
    private readonly registry: MizanRegistry,
    private readonly config: ApplicationConfig,
    private readonly invalidations: Invalidations,
    private readonly mount: MountOptions,
    options: EdgeOptions | undefined,
  ) {
    this.#settings = readEdgeSettings(options ?? {});
    this.#isOn = options !== undefined;
    const { onInvalidate } = this.#settings;
    this.#told = onInvalidate === undefined ? undefined : new ToldEdge(onInvalidate);
  }

  /** Plans what an edge may store, and listens. Once, when the registry is full; warns of what an edge may not store. */
  prepare(): void {
    const planned = planEdge(this.registry, this.config, this.#settings);
    const stored = planned.filter(({ reasons }) => reasons.length === 0);
    this.#contexts = new Map(stored.map((context) => [context.context, context]));
    this.#scopes = new Map(stored.map(({ context, scopes }) => [context, scopes]));
    if (!this.#isOn) return;
    for (const { context, reasons } of planned) if (reasons.length > 0) this.#warn(context, reasons);
    this.invalidations.subscribe((targets) => {
      this.#reads.overtake(targets);
      this.#told?.tell(targets, this.#headersOf(targets));
    });
  }

  /** The edge manifest (PROTOCOL 9), as `mizan export-manifest` prints it, but sure of every guard and the prefix. */
  get manifest(): Manifest {
    return buildManifest(this.registry.graph, {
      basePath: mountPath(this.mount, this.config),
      isStorable: (context) => this.#contexts.has(context),
    });
  }

  /**
   * A configuration for Varnish, as `mizan export-manifest --format vcl` prints it.
   *
   * @throws RangeError for a backend that is no `host:port`, and an address that is none
   */
  vcl(options: VclOptions = {}): string {
    return printVcl(this.manifest, options);
  }

  /** Whether any answer may be stored by an edge. */
  get isStoring(): boolean {
    const { cacheGroups, surrogateKeys } = this.#settings;
    return (cacheGroups || surrogateKeys) && this.#contexts.size > 0;
  }

  /** Begins a read; undefined for a context that no edge may store. It has to be ended, whatever comes of it. */
  beginRead(context: string): StoredRead | undefined {
    const scopes = this.isStoring ? this.#scopes.get(context) : undefined;
    return scopes && this.#reads.begin(context, scopes);
  }

  /**
   * What makes the answer of a read one that an edge may store; undefined when it may not. Mutations in this process
   * are known; those in others by the versions of a shared cache, if there is one.
   */
  async bundleHeaders(read: StoredRead, outcome: BundleOutcome): Promise<EdgeHeaders | undefined> {
    if (outcome.kind !== 'success' || outcome.isAltered === true) return undefined;
    if (outcome.isCurrent !== undefined && !(await outcome.isCurrent())) return undefined;
    return read.isOvertaken(outcome.params) ? undefined : this.#sharedHeaders(read.context, outcome.params);
  }

  #sharedHeaders(context: string, params: Params): EdgeHeaders | undefined {
    const planned = this.#contexts.get(context);
    if (planned === undefined) return undefined;
    const groups = groupsOfBundle(planned.scopes, params);
    const { cacheGroups, surrogateKeys, vary } = this.#settings;
    return {
      // What a browser kept could not be purged, so only caches that many share may keep it.
      'Cache-Control': `public, max-age=0, s-maxage=${planned.ttl}`,
      ...(cacheGroups && { 'Cache-Groups': formatGroupList(groups) }),
      ...(surrogateKeys && { 'Surrogate-Key': groups.join(' ') }),
      ...(vary.length > 0 && { Vary: vary.join(', ') }),
    };
  }

  /** What the answer of a mutation says to the caches on its way. */
  mutationHeaders(outcome: Extract<CallOutcome, { kind: 'success' }>): EdgeHeaders {
    if (!this.#settings.cacheGroups) return {};
    const groups = groupsOfTargets(this.#scopes, staleTargets(outcome));
    return groups.length === 0 ? {} : { 'Cache-Group-Invalidation': formatGroupList(groups) };
  }

  /** Resolves when the app's hook has done what a call had it told; undefined when there is nothing to wait for. */
  settled(outcome: CallOutcome): Promise<unknown> | undefined {
    if (outcome.kind !== 'success' || staleTargets(outcome).length === 0) return undefined;
    return this.#told?.settled();
  }

  #headersOf(targets: readonly Target[]): EdgeHeaders {
    const groups = groupsOfTargets(this.#scopes, targets);
    const { cacheGroups, surrogateKeys } = this.#settings;
    return {
      [invalidateHeaderName]: formatInvalidateHeader(targets),
      ...(cacheGroups && groups.length > 0 && { 'Cache-Group-Invalidation': formatGroupList(groups) }),
      ...(surrogateKeys && groups.length > 0 && { 'Surrogate-Key': groups.join(' ') }),
    };
  }

  #warn(context: string, reasons: readonly string[]): void {
    this.#logger.warn(
      `The context "${context}" is public, but no edge may store it: ${reasons.join('; ')}. An edge asks no one before it answers: what it may do without is named in edge.openGuards and edge.openInterceptors.`,
    );
  }
}
