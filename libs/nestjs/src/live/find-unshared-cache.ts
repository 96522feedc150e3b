import type { OriginCache } from '../cache/index.js';
import type { BootProblem } from '../errors/index.js';
import { LocalRelay, type Relay } from '../realtime/index.js';

/**
 * Who is told of a change reads anew, in whatever process he comes to. A cache of that process alone does not know of
 * the change, and he would be left with what was.
 */
export function findUnsharedCache(
  relay: Relay,
  cache: Pick<OriginCache, 'isShared'> | undefined,
): readonly BootProblem[] {
  if (relay instanceof LocalRelay || cache === undefined || cache.isShared) return [];
  return [
    {
      where: 'cache.store',
      problem:
        'it is in the memory of this process, and `realtime` is for several: who is told of a change would read what was before it',
      fix: 'Give redisStore(…) of @mizan/nestjs/redis, or leave out `realtime` where there is one process.',
    },
  ];
}
