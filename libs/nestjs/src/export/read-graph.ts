import type { Graph } from '@mizan/protocol';
import { exploreFunctions } from '../discover/explore-functions.js';
import { MizanRegistry } from '../registry/mizan-registry.js';
import type { Preview } from './open-preview.js';

/**
 * The functions of an app as the graph that it would serve.
 *
 * @throws MizanBootError with everything that would keep it from starting
 */
export function readGraph({ discovery }: Preview): Graph {
  return new MizanRegistry().load(exploreFunctions(discovery)).graph;
}
