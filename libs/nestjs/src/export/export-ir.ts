import { buildIr } from '@mizan/protocol';
import { emitKdl } from '@mizan/protocol/kdl';
import { openPreview, type RootModule } from './open-preview.js';
import { readGraph } from './read-graph.js';

/**
 * The IR of an app as a KDL document (PROTOCOL 8), from its declarations alone: no provider is constructed, so no
 * database need be there. Turns Nest's log off in this process.
 *
 * @throws MizanBootError with everything that is wrong with its declarations
 */
export async function exportIr(rootModule: RootModule): Promise<string> {
  return emitKdl(buildIr(readGraph(await openPreview(rootModule))));
}
