import type { Graph } from '@mizan/protocol';
import { exploreApp } from '../discover/explore-app.js';
import { MizanRegistry } from '../registry/mizan-registry.js';
import type { Preview } from './open-preview.js';

/**
 * The functions and contexts of an app.
 *
 * @throws MizanBootError with everything that is wrong with its declarations
 */
export function readRegistry({ discovery }: Preview): MizanRegistry {
  return new MizanRegistry().load(exploreApp(discovery));
}

/** They as the graph that the app would serve; throws as {@link readRegistry}. */
export function readGraph(preview: Preview): Graph {
  return readRegistry(preview).graph;
}
