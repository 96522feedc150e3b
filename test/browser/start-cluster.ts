import { hasPostgres, hasRedis, startPostgres, startRedis } from '../services.js';
import { type Balancer, startBalancer } from './balancer.js';
import { type RunningDesk, startDesk } from './start-desk.js';

/** Several processes of the desk on one Postgres and one Redis, and one address for all of them. */
export interface DeskCluster {
  /** Where pages find it, without a slash at the end. */
  readonly url: string;
  readonly balancer: Balancer;
  /** @throws RangeError when there are not so many */
  process(index: number): RunningDesk;
  stop(): Promise<void>;
}

/** Which of the programs that a cluster needs is not installed. */
export function missingForCluster(): 'postgres' | 'redis' | undefined {
  if (!hasPostgres()) return 'postgres';
  return hasRedis() ? undefined : 'redis';
}

/** Starts all processes at once, as whoever runs several does. */
export async function startCluster(size = 2): Promise<DeskCluster> {
  const running: { stop(): Promise<void> }[] = [];
  const stop = async () => {
    for (const one of running.splice(0).toReversed()) await one.stop();
  };
  try {
    const postgres = await startPostgres();
    running.push(postgres);
    const redis = await startRedis();
    running.push(redis);
    const env = {
      DATABASE_URL: postgres.url,
      REDIS_URL: redis.url,
      CACHE_SECRET: 'a secret of the desk, 32 bytes or more',
    };
    const desks = await startAll(env, size);
    running.push(...desks);
    const balancer = await startBalancer(desks.map(({ url }) => url));
    running.push(balancer);
    return { url: balancer.url, balancer, process: (index) => find(desks, index), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** @throws Error when one of them does not open; then none is left */
async function startAll(env: Readonly<Record<string, string>>, size: number): Promise<RunningDesk[]> {
  const starts = await Promise.allSettled(Array.from({ length: size }, () => startDesk(env)));
  const desks = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
  const failed = starts.find((start) => start.status === 'rejected');
  if (failed === undefined) return desks;
  await Promise.all(desks.map((desk) => desk.stop()));
  throw failed.reason;
}

function find(desks: readonly RunningDesk[], index: number): RunningDesk {
  const desk = desks[index];
  if (desk === undefined) throw new RangeError(`there is no process ${index}`);
  return desk;
}
