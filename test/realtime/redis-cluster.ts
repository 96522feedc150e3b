import { createClient, createCluster } from '@keyv/redis';

import { freePort, type RunningService, startRedis } from '../services.js';

const slotCount = 16_384;

type Client = Awaited<ReturnType<typeof connect>>;

interface Node {
  readonly service: RunningService;
  readonly client: Client;
  readonly id: string;
  readonly port: number;
}

/** Three nodes that are one Redis. */
export class RedisCluster {
  private constructor(private readonly nodes: readonly [Node, Node, Node]) {}

  static async start(): Promise<RedisCluster> {
    const nodes = [await startNode(), await startNode(), await startNode()] as const;
    const firstSlot = (at: number) => Math.floor((at * slotCount) / nodes.length);
    for (const [at, { client }] of nodes.entries()) {
      const range = [firstSlot(at), firstSlot(at + 1) - 1].map(String);
      await client.sendCommand(['CLUSTER', 'ADDSLOTSRANGE', ...range]);
      await client.sendCommand(['CLUSTER', 'SET-CONFIG-EPOCH', String(at + 1)]);
    }
    const [first, ...others] = nodes;
    for (const { port, busPort } of others)
      await first.client.sendCommand(['CLUSTER', 'MEET', '127.0.0.1', String(port), String(busPort)]);
    for (const { client } of nodes) while (!(await isWhole(client)));
    return new RedisCluster([...nodes]);
  }

  /** A client of an app. */
  async connect() {
    const rootNodes = this.nodes.map(({ service: { url } }) => ({ url }));
    const client = createCluster({ rootNodes });
    client.on('error', () => {});
    client.on('node-error', () => {});
    await client.connect();
    return client;
  }

  async slotOf(key: string): Promise<number> {
    return Number(await this.nodes[0].client.sendCommand(['CLUSTER', 'KEYSLOT', key]));
  }

  /** How many nodes somebody is subscribed at, by their channels of the kind that is for clusters. */
  async countBusyNodes(): Promise<number> {
    const counts = await Promise.all(
      this.nodes.map(({ client }) => client.sendCommand(['PUBSUB', 'SHARDCHANNELS'])),
    );
    return counts.filter((channels) => Array.isArray(channels) && channels.length > 0).length;
  }

  /** The slots in which somebody is subscribed to something, and the node that has them. */
  async busySlots(): Promise<readonly { readonly slot: number; readonly at: number }[]> {
    const found = this.nodes.map(async ({ client }, at) => {
      const channels = await client.sendCommand(['PUBSUB', 'SHARDCHANNELS']);
      if (!Array.isArray(channels)) return [];
      return Promise.all(channels.map(async (channel) => ({ slot: await this.slotOf(String(channel)), at })));
    });
    return (await Promise.all(found)).flat();
  }

  /** Gives a slot to the next node. */
  async moveSlot(slot: number, from: number): Promise<void> {
    const to = this.nodes[(from + 1) % 3] ?? this.nodes[0];
    const setSlot = ({ client }: Node) =>
      client.sendCommand(['CLUSTER', 'SETSLOT', String(slot), 'NODE', to.id]);
    await setSlot(to);
    for (const node of this.nodes) if (node !== to) await setSlot(node);
  }

  /** Cuts the connections to one node that are subscribed to something. */
  async cutSubscribers(at: number): Promise<void> {
    const node = this.nodes[at] ?? this.nodes[0];
    await node.client.sendCommand(['CLIENT', 'KILL', 'TYPE', 'pubsub']);
  }

  async stop(): Promise<void> {
    for (const { client, service } of this.nodes) {
      client.destroy();
      await service.stop();
    }
  }
}

async function startNode() {
  const busPort = await freePort();
  const args = ['--cluster-enabled', 'yes', '--cluster-port', String(busPort)];
  const service = await startRedis({ args });
  const client = await connect(service.url);
  const id = await client.sendCommand<string>(['CLUSTER', 'MYID']);
  return { service, client, id, port: Number(new URL(service.url).port), busPort };
}

async function connect(url: string) {
  const client = createClient({ url });
  client.on('error', () => {});
  await client.connect();
  return client;
}

/** Whether a node knows of all others, and of all slots. */
async function isWhole(client: Client): Promise<boolean> {
  const info = await client.sendCommand<string>(['CLUSTER', 'INFO']);
  return info.includes('cluster_state:ok') && info.includes('cluster_known_nodes:3');
}
