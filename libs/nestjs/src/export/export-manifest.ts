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
  { globalPrefix = '' }: ExportManifestOptions = {},
): Promise<Manifest> {
  const preview = await openPreview(rootModule);
  const { modules, config } = preview;
  config.setGlobalPrefix(globalPrefix);
  const registry = readRegistry(preview);
  const storable = new Set(
    planEdge(registry, config, readEdgeSettings(findSettings(modules)?.edge ?? {}))
      .filter(({ reasons }) => reasons.length === 0)
      .map(({ context }) => context),
  );
  return buildManifest(registry.graph, {
    basePath: mountPath(findMount(modules), config),
    isStorable: (context) => storable.has(context),
  });
}
