import { connectRedis, type RedisOptions } from '../../cache/store/redis/connect-redis.js';
import type { RotationStore } from './rotation-store.js';

export interface RedisRotationOptions extends RedisOptions {
  /**
   * What every key begins with. Apps that share a Redis need one each.
   * @default 'mizan:'
   */
  readonly prefix?: string;
}

/** Key: the family. Answers what it holds. */
const readScript = `return redis.call('GET', KEYS[1])`;

/** Key: the family. Arguments: what must stand there, what is to stand there (the empty text for nothing), for how many ms. */
const swapScript = `
if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
if ARGV[2] == '' then redis.call('DEL', KEYS[1]) else redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
return 1
`;

/**
 * Keeps in Redis or Valkey which refresh tokens were used, for any number of processes. Needs the package `@keyv/redis`.
 * A URL that cannot be right is told when the app starts: to read its declarations, none is needed.
 */
export function redisRotation({ prefix = 'mizan:', ...options }: RedisRotationOptions): RotationStore {
  const connection = connectRedis('redisRotation', options);
  // By scripts also where one only reads: they run on the primary, and what a replica says may be old.
  const run = (script: string, family: string, args: string[] = []): Promise<unknown> =>
    connection.client.eval(script, { keys: [`${prefix}refresh:${family}`], arguments: args });
  return {
    isShared: true,
    problems: connection.problems,
    async read(family) {
      const text = await run(readScript, family);
      if (text === null || typeof text === 'string') return text ?? undefined;
      throw new TypeError('the client of Redis must answer with strings: give one without a type mapping');
    },
    async swap(family, { expected = '', next = '', ttlMs }) {
      return (await run(swapScript, family, [expected, next, String(ttlMs)])) === 1;
    },
    open: () => connection.open(),
    close: () => connection.close(),
  };
}
