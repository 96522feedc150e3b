import type { BootProblem } from '../errors/index.js';
import type { RelayClient } from './redis/redis-client.js';

/** How the processes of an app reach each other. */
export interface RealtimeOptions {
  /** Redis or Valkey, from version 6.2 on; a cluster from version 7 on. */
  readonly redis: RelayRedisOptions;
}

/** Where Redis or Valkey is: one of `url` and `client`. */
export interface RelayRedisOptions {
  /** As `redis://user:password@host:6379/0`, or `rediss:` for TLS. Publish and subscribe knows of no databases. */
  readonly url?: string;
  /**
   * A client of node-redis 5, of `createClient`, `createSentinel` or `createCluster`. The relay opens connections of its
   * own that are made as those of the client. On a cluster it uses sharded publish and subscribe.
   */
  readonly client?: RelayClient;
  /**
   * What the name of every channel begins with. Apps that share a Redis need one each, also in other databases of it.
   * @default 'mizan:'
   */
  readonly prefix?: string;
}

const where = 'realtime.redis';

// Records, so that the compiler misses one that is added.
const known: Readonly<Record<keyof RealtimeOptions, true>> = { redis: true };
const knownOfRedis: Readonly<Record<keyof RelayRedisOptions, true>> = {
  url: true,
  client: true,
  prefix: true,
};

/** What is wrong with the option `realtime`, as far as it can be said without a client for Redis. */
export function findRealtimeProblems(options: unknown): readonly BootProblem[] {
  if (!isObject(options)) return [notAnObject('realtime')];
  const redis: unknown = Reflect.get(options, 'redis');
  const unknown = findUnknown('realtime', options, known);
  if (!isObject(redis)) return [...unknown, notAnObject(where)];
  const prefix: unknown = Reflect.get(redis, 'prefix');
  const isPrefix = prefix === undefined || (typeof prefix === 'string' && prefix !== '');
  return [
    ...unknown,
    ...findUnknown(where, redis, knownOfRedis),
    ...(isPrefix
      ? []
      : [{ where: `${where}.prefix`, problem: 'it is no text', fix: "Give one as 'shop:'." }]),
  ];
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function findUnknown(place: string, options: object, names: object): readonly BootProblem[] {
  return Object.keys(options)
    .filter((name) => !Object.hasOwn(names, name))
    .map((name) => ({
      where: `${place}.${name}`,
      problem: 'there is no such option',
      fix: 'Leave it out, or correct its name.',
    }));
}

function notAnObject(place: string): BootProblem {
  return {
    where: place,
    problem: 'it is no object',
    fix: "Write realtime: { redis: { url: 'redis://…' } }, or leave it out for one process.",
  };
}
