import { createClient } from '@keyv/redis';

import type { BootProblem } from '../errors/index.js';

/** Where Redis is, as an app gives it; what JavaScript may give is wider than the type. */
export interface RedisAddress {
  readonly url?: unknown;
  readonly client?: unknown;
}

/**
 * Why Redis can never be found there. Without a URL a client would go to this machine, which nobody means.
 *
 * @param where the function or option that the address was given to
 */
export function findAddressProblems(where: string, { url, client }: RedisAddress): readonly BootProblem[] {
  if (client !== undefined) return url === undefined ? [] : [bothGiven(where)];
  const problem = findUrlProblem(url);
  return problem === undefined ? [] : [{ where, problem, fix }];
}

const fix = 'Give one like redis://user:password@host:6379/0, with rediss: for TLS.';

function bothGiven(where: string): BootProblem {
  return { where, problem: "it has both 'url' and 'client'", fix: 'Give one of the two.' };
}

function findUrlProblem(url: unknown): string | undefined {
  if (typeof url !== 'string') return "it has neither 'url' nor 'client' (is the environment variable set?)";
  if (url === '') return "'url' is empty (is the environment variable set?)";
  try {
    createClient({ url });
    return undefined;
  } catch (error) {
    return `'url' cannot be used (${error instanceof Error ? error.message : String(error)})`;
  }
}
