import type { Graph } from '@mizan/protocol';
import { exploreFunctions } from '../discover/explore-functions.js';
import { MizanRegistry } from '../registry/mizan-registry.js';
import type { Preview } from './open-preview.js';

/**
 * The functions of an app as the graph that it would serve.
 *
 * @throws MizanBootError with everything that is wrong with its declarations
 */
export function readGraph({ discovery }: Preview): Graph {
  return new MizanRegistry().load(exploreFunctions(discovery)).graph;
}
