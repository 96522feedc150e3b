import { copyOf } from './own-client.js';
import { readClusterMap } from './read-cluster-map.js';
import {
  isClusterClient,
  isNodeClient,
  isSentinelClient,
  type SentinelClient,
  withPrimary,
} from './redis-client.js';
import type { Route } from './redis-session.js';

/** Finds out anew where messages go; each time with new clients. */
export type OpenRoute = () => Promise<Route>;

/** Finds the way by a client, of which no more is used than how it connects. Undefined for what is no such client. */
export function routeBy(client: object): OpenRoute | undefined {
  if (isClusterClient(client)) return () => readClusterMap(client);
  if (isSentinelClient(client)) return () => routeToPrimary(client);
  return isNodeClient(client) ? async () => ({ clients: [copyOf(client)] }) : undefined;
}

async function routeToPrimary(sentinel: SentinelClient): Promise<Route> {
  if (!sentinel.isOpen) throw new Error('the client for Sentinel is not connected');
  return { clients: [await sentinel[withPrimary](false, async (primary) => copyOf(primary))] };
}
