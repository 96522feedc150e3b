import { createClient } from '@keyv/redis';

import type { RunningService } from '../services.js';

type Client = Awaited<ReturnType<typeof connect>>;

async function connect(url: string) {
  const client = createClient({ url, socket: { reconnectStrategy: 100 } });
  client.on('error', () => {});
  return client.connect();
}

/** A hand at a Redis of a test: asks it, disturbs it, and stops its process in the midst of what it does. */
export class RedisControl {
  readonly #client: Client;
  readonly #pid: number;
  #isFrozen = false;

  private constructor(client: Client, pid: number) {
    this.#client = client;
    this.#pid = pid;
  }

  static async of({ url }: Pick<RunningService, 'url'>): Promise<RedisControl> {
    const client = await connect(url);
    const pid = /process_id:(\d+)/.exec(await client.info('server'))?.[1];
    return new RedisControl(client, Number(pid));
  }

  ask(...command: readonly string[]): Promise<unknown> {
    return this.#client.sendCommand([...command]);
  }

  /** How many connections are subscribed to something. */
  async countSubscribers(): Promise<number> {
    const list = await this.#client.clientList({ TYPE: 'PUBSUB' });
    return list.length;
  }

  /** How many channels somebody is subscribed to. */
  async countChannels(): Promise<number> {
    const channels = await this.ask('PUBSUB', 'CHANNELS');
    return Array.isArray(channels) ? channels.length : 0;
  }

  freeze(): void {
    this.#isFrozen = true;
    process.kill(this.#pid, 'SIGSTOP');
  }

  thaw(): void {
    if (this.#isFrozen) process.kill(this.#pid, 'SIGCONT');
    this.#isFrozen = false;
  }

  close(): void {
    if (this.#client.isOpen) this.#client.destroy();
  }
}
