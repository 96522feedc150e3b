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
  readonly problems: readonly BootProblem[];

  /** @param where the function that the URL was given to */
  constructor(url: string | undefined, where: string) {
    const problem = findUrlProblem(url);
    this.problems = problem === undefined ? [] : [{ where, problem, fix }];
    // Without a URL a client would go to this machine; one with a problem is never opened.
    this.client = createOwnClient(problem === undefined ? url : undefined);
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

const fix = 'Give one like redis://user:password@host:6379/0, with rediss: for TLS.';

function findUrlProblem(url: unknown): string | undefined {
  // What JavaScript may give is wider than the type.
  if (typeof url !== 'string') return "it has neither 'url' nor 'client' (is the environment variable set?)";
  if (url === '') return "'url' is empty (is the environment variable set?)";
  try {
    createOwnClient(url);
    return undefined;
  } catch (error) {
    return `'url' cannot be used (${error instanceof Error ? error.message : String(error)})`;
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
