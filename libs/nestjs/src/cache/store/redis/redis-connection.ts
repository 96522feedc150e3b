import { createClient } from '@keyv/redis';

import { type BootProblem, MizanBootError } from '../../../errors/index.js';

/** A server that says nothing at all for so long is given up, and connected to anew. */
const silenceMs = 3000;
const pingEveryMs = 1000;
const maxReconnectMs = 1000;

type RedisClient = ReturnType<typeof createOwnClient>;

/** The connection that the store opens by itself, when it is given a URL. */
export class RedisConnection {
  readonly client: RedisClient;

  /** @param problems of the URL: with any, it is never opened */
  constructor(
    url: string | undefined,
    readonly problems: readonly BootProblem[],
  ) {
    this.client = createOwnClient(problems.length === 0 ? url : undefined);
    // The operations that fail say why. Without a listener, the first error would end the process.
    this.client.on('error', () => {});
  }

  /**
   * Resolves when commands can be sent.
   *
   * @throws MizanBootError when the URL is none of Redis
   * @throws the reason why the first attempt has failed, while further attempts go on
   */
  async open(): Promise<void> {
    if (this.problems.length > 0) throw new MizanBootError(this.problems);
    if (this.client.isOpen) return;
    await new Promise<void>((resolve, reject) => {
      this.client.once('error', reject);
      this.client.connect().then(() => resolve(), reject);
    });
  }

  async close(): Promise<void> {
    // Not `close()`, which waits for the answers of a server that may not give them.
    if (this.client.isOpen) this.client.destroy();
  }
}

function createOwnClient(url: string | undefined) {
  return createClient({
    ...(url !== undefined && { url }),
    // While there is no connection commands fail at once: whoever waits for one is better off without.
    disableOfflineQueue: true,
    pingInterval: pingEveryMs,
    socket: {
      connectTimeout: silenceMs,
      socketTimeout: silenceMs,
      // The default gives up after a silence.
      reconnectStrategy: (attempts) => Math.min(50 * 2 ** attempts, maxReconnectMs),
    },
  });
}
