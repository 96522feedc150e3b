import { createClient } from '@keyv/redis';

import type { BootProblem } from '../../errors/index.js';
import { findAddressProblems } from '../../redis/find-address-problems.js';
import type { RelayRedisOptions } from '../realtime-options.js';
import { routeBy } from './open-route.js';
import { RedisRelay } from './redis-relay.js';

const where = 'realtime.redis';

/** A relay through Redis, not open yet; or why there can be none. */
export function createRedisRelay({
  url,
  client,
  prefix = 'mizan:',
}: RelayRedisOptions): RedisRelay | readonly BootProblem[] {
  const problems = findAddressProblems(where, { url, client });
  if (problems.length > 0) return problems;
  // What JavaScript may give is wider than the type.
  const given: unknown = client ?? createClient({ url: url ?? '' });
  const openRoute = typeof given === 'object' && given !== null ? routeBy(given) : undefined;
  return openRoute === undefined ? [noClient] : new RedisRelay(openRoute, prefix);
}

const noClient: BootProblem = {
  where: `${where}.client`,
  problem: 'it is no client of node-redis 5',
  fix: 'Give what createClient, createSentinel or createCluster of @keyv/redis gives, or a url.',
};
