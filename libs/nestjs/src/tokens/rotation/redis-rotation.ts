import { createHash } from 'node:crypto';
import { connectRedis, type RedisOptions } from '../../cache/store/redis/connect-redis.js';
import type { RotationStore, RotationSwap } from './rotation-store.js';

export interface RedisRotationOptions extends RedisOptions {
  /**
   * What every key begins with. Apps that share a Redis need one each.
   * @default 'mizan:'
   */
  readonly prefix?: string;
  /**
   * How many families one person may have; of more, his own that was refreshed longest ago is forgotten.
   * @default 50
   */
  readonly maxPerSubject?: number;
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
 * Key: the families of one person, by when they end, in microseconds, since several may begin in a millisecond. Arguments: one that is changed, for how many ms it then lives, how
 * many there may be. Answers those that have to make room.
 */
const makeRoomScript = `
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now))
redis.call('ZADD', KEYS[1], string.format('%.0f', now + ARGV[2] * 1000), ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
local over = redis.call('ZCARD', KEYS[1]) - ARGV[3]
if over <= 0 then return {} end
local oldest = redis.call('ZRANGE', KEYS[1], 0, over - 1)
redis.call('ZREMRANGEBYRANK', KEYS[1], 0, over - 1)
return oldest
`;

const forgetScript = `return redis.call('DEL', KEYS[1])`;

/**
 * Keeps in Redis or Valkey which refresh tokens were used, for any number of processes. Needs the package `@keyv/redis`.
 * A URL that cannot be right is told when the app starts: to read its declarations, none is needed.
 */
export function redisRotation(options: RedisRotationOptions): RotationStore {
  const { prefix = 'mizan:', maxPerSubject = 50 } = options;
  const connection = connectRedis('redisRotation', options);
  // By scripts also where one only reads: they run on the primary, and what a replica says may be old.
  const runAt = (key: string, script: string, args: string[] = []): Promise<unknown> =>
    connection.client.eval(script, { keys: [prefix + key], arguments: args });
  const run = (script: string, family: string, args?: string[]) => runAt(`refresh:${family}`, script, args);
  // Scripts of their own, since a cluster has families and persons in different places. First, so that there are never
  // more: whoever is stopped in between has lost his oldest family, or listed one that is not there, and nothing else.
  const makeRoom = async (family: string, { subject, ttlMs }: RotationSwap): Promise<void> => {
    const key = `refresh-of:${createHash('sha256').update(subject).digest('base64url')}`;
    const oldest = await runAt(key, makeRoomScript, [family, String(ttlMs), String(maxPerSubject)]);
    if (!Array.isArray(oldest)) throw new TypeError('the client of Redis must answer with lists');
    await Promise.all(oldest.map((other) => run(forgetScript, String(other))));
  };
  return {
    isShared: true,
    problems: connection.problems,
    async read(family) {
      const text = await run(readScript, family);
      if (text === null || typeof text === 'string') return text ?? undefined;
      throw new TypeError('the client of Redis must answer with strings: give one without a type mapping');
    },
    async swap(family, change) {
      const { expected = '', next = '', ttlMs } = change;
      if (next !== '') await makeRoom(family, change);
      return (await run(swapScript, family, [expected, next, String(ttlMs)])) === 1;
    },
    open: () => connection.open(),
    close: () => connection.close(),
  };
}
