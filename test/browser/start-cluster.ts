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

/** Starts one process after the other: the first makes the tables. */
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
    const desks: RunningDesk[] = [];
    while (desks.length < size) {
      const desk = await startDesk(env);
      running.push(desk);
      desks.push(desk);
    }
    const balancer = await startBalancer(desks.map(({ url }) => url));
    running.push(balancer);
    return { url: balancer.url, balancer, process: (index) => find(desks, index), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function find(desks: readonly RunningDesk[], index: number): RunningDesk {
  const desk = desks[index];
  if (desk === undefined) throw new RangeError(`there is no process ${index}`);
  return desk;
}
