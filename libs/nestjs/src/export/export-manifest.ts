import { buildManifest, type Manifest } from '@mizan/protocol';
import { planEdge, readEdgeSettings } from '../edge/index.js';
import { mountPath } from '../http/mount-path.js';
import { findMount, findSettings } from './find-mount.js';
import { openPreview, type RootModule } from './open-preview.js';
import { readRegistry } from './read-graph.js';

export interface ExportManifestOptions {
  /**
   * Comes before the path of `MizanModule`, unless that says `useGlobalPrefix: false`. Has to be told, because an app
   * sets it after its modules are read.
   * @default none
   */
  readonly globalPrefix?: string | undefined;
}

/**
 * The edge manifest of an app (PROTOCOL 9), from its declarations alone, as {@link exportIr}. Guards and interceptors that
 * a `main.ts` adds are not seen, nor `edge.openGuards` and `edge.openInterceptors` where a factory makes the options:
 * `MizanEdge.manifest` of the running app knows all.
 *
 * @throws MizanBootError with everything that is wrong with its declarations
 */
export async function exportManifest(
  rootModule: RootModule,
  options: ExportManifestOptions = {},
): Promise<Manifest> {
  return (await readManifest(rootModule, options)).manifest;
}

/** A manifest with what else the printed configuration of an edge depends on. */
export interface ReadManifest {
  readonly manifest: Manifest;
  /** Whether the app sends `Cache-Groups`; undefined where a factory makes its options. */
  readonly sendsGroups: boolean | undefined;
}

/** The manifest as {@link exportManifest} returns it, with more. */
export async function readManifest(
  rootModule: RootModule,
  { globalPrefix = '' }: ExportManifestOptions,
): Promise<ReadManifest> {
  const preview = await openPreview(rootModule);
  const { modules, config } = preview;
  config.setGlobalPrefix(globalPrefix);
  const registry = readRegistry(preview);
  const settings = findSettings(modules);
  const edge = readEdgeSettings(settings?.edge ?? {});
  const storable = new Set(
    planEdge(registry, config, edge)
      .filter(({ reasons }) => reasons.length === 0)
      .map(({ context }) => context),
  );
  const manifest = buildManifest(registry.graph, {
    basePath: mountPath(findMount(modules), config),
    isStorable: (context) => storable.has(context),
  });
  return { manifest, sendsGroups: settings && edge.cacheGroups };
}
