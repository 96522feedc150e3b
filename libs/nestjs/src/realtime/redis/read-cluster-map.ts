import { keySlot, slotCount } from './key-slot.js';
import { NodeLink, toError } from './node-link.js';
import { copyOf, openMs } from './own-client.js';
import type { ClusterClient, NodeClient } from './redis-client.js';
import type { Route } from './redis-session.js';

/** Slots from one number to another, and the node that has them. */
interface SlotRange {
  readonly from: number;
  readonly to: number;
  readonly host: string;
  readonly port: number;
}

/**
 * Asks a node of a cluster which node has which slots. The client of the app is not asked: it learns of what has moved
 * when its own commands fail.
 *
 * @throws why it cannot be known
 */
export async function readClusterMap(cluster: ClusterClient): Promise<Route> {
  const seed = await anyNode(cluster);
  const ranges = await askForRanges(seed);
  const addresses = [...new Set(ranges.map(addressOf))];
  const owners = new Uint16Array(slotCount).fill(addresses.length);
  for (const range of ranges) owners.fill(addresses.indexOf(addressOf(range)), range.from, range.to + 1);
  const clients = addresses.map((address) => {
    const range = ranges.find((one) => addressOf(one) === address);
    // The app may know another way to an address, through a network of its own.
    const known = cluster.nodeByAddress.get(address)?.client;
    return known === undefined ? copyOf(seed, { host: range?.host, port: range?.port }) : copyOf(known);
  });
  return { clients, placeOf: (channel) => owners[keySlot(channel)] ?? addresses.length };
}

async function anyNode(cluster: ClusterClient): Promise<NodeClient> {
  if (!cluster.isOpen) throw new Error('the client for the cluster is not connected');
  const node = cluster.masters[Math.floor(Math.random() * cluster.masters.length)];
  if (node === undefined) throw new Error('the client for the cluster knows of no node');
  return node.client ?? (await cluster.nodeClient(node));
}

async function askForRanges(seed: NodeClient): Promise<readonly SlotRange[]> {
  const answer = await ask(copyOf(seed));
  const ranges = Array.isArray(answer) ? answer.flatMap((range: unknown) => toRange(range, seed)) : [];
  if (ranges.length === 0) throw new Error('the cluster has no slots');
  return ranges;
}

async function ask(client: NodeClient): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const link = new NodeLink(client, false, reject);
    const limit = setTimeout(() => reject(new Error('it does not answer')), 2 * openMs);
    const done = () => {
      clearTimeout(limit);
      link.close();
    };
    void link
      .connect()
      .then(() => link.ask('CLUSTER', 'SLOTS'))
      .then(resolve, (error: unknown) => reject(toError(error)))
      .finally(done);
  });
}

function toRange(range: unknown, seed: NodeClient): readonly SlotRange[] {
  if (!Array.isArray(range)) return [];
  const [from, to, primary]: readonly unknown[] = range;
  const [host, port]: readonly unknown[] = Array.isArray(primary) ? primary : [];
  // A node that does not know its own name means the one under which it was asked.
  const name = typeof host === 'string' && host !== '' ? host : hostOf(seed);
  return [{ from: Number(from), to: Number(to), host: name, port: Number(port) }];
}

function hostOf({ options: { socket = {} } }: NodeClient): string {
  return 'host' in socket ? String(socket.host) : 'localhost';
}

function addressOf({ host, port }: SlotRange): string {
  return `${host}:${port}`;
}
