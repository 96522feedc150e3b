import { buildManifest, type Manifest } from '@mizan/protocol';
import { ApplicationConfig } from '@nestjs/core';
import { mountPath } from '../http/mount-path.js';
import { findMount } from './find-mount.js';
import { openPreview, type RootModule } from './open-preview.js';
import { readGraph } from './read-graph.js';

export interface ExportManifestOptions {
  /**
   * Comes before the path of `MizanModule`, unless that says `useGlobalPrefix: false`. Has to be told, because an app
   * sets it after its modules are read.
   * @default none
   */
  readonly globalPrefix?: string | undefined;
}

/**
 * The edge manifest of an app (PROTOCOL 9), from its declarations alone, as {@link exportIr}.
 *
 * @throws MizanBootError with everything that is wrong with its declarations
 */
export async function exportManifest(
  rootModule: RootModule,
  { globalPrefix = '' }: ExportManifestOptions = {},
): Promise<Manifest> {
  const preview = await openPreview(rootModule);
  const config = new ApplicationConfig();
  config.setGlobalPrefix(globalPrefix);
  return buildManifest(readGraph(preview), { basePath: mountPath(findMount(preview.modules), config) });
}
