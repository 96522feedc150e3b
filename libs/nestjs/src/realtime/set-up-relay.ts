import type { BootProblem } from '../errors/index.js';
import { isMissingPackage } from '../errors/is-missing-package.js';
import { LocalRelay } from './local-relay.js';
import { findRealtimeProblems, type RealtimeOptions } from './realtime-options.js';
import type { Relay } from './relay.js';

/** The relay that the options ask for. */
export interface RelaySetup {
  readonly relay: Relay;
  /** What is wrong with the options: with any, the app does not start. */
  readonly problems: readonly BootProblem[];
  /** Resolves when texts are carried, or when it is known that they cannot be yet. */
  open(): Promise<void>;
}

export const relaySetupToken = Symbol('mizan.relay');

/** Loads the client for Redis only where it is asked for. */
export async function setUpRelay(options: RealtimeOptions | undefined): Promise<RelaySetup> {
  if (options === undefined) return alone([]);
  const problems = findRealtimeProblems(options);
  if (problems.length > 0) return alone(problems);
  const redis = await import('./redis/index.js').catch((error: unknown) => {
    if (isMissingPackage(error)) return undefined;
    throw error;
  });
  if (redis === undefined) return alone([withoutPackage]);
  const relay = redis.createRedisRelay(options.redis);
  return 'publish' in relay ? { relay, problems: [], open: () => relay.open() } : alone(relay);
}

function alone(problems: readonly BootProblem[]): RelaySetup {
  return { relay: new LocalRelay(), problems, open: async () => {} };
}

const withoutPackage: BootProblem = {
  where: 'realtime.redis',
  problem: 'it needs the package @keyv/redis, which is not installed',
  fix: 'Install it: npm install @keyv/redis. Or leave the option out, for one process.',
};
