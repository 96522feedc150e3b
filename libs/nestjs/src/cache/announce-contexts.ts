import { Logger } from '@nestjs/common';
import type { CachedContext } from './plan-contexts.js';

/** Says once, when the app starts, what is cached and what is not. */
export function announceContexts(contexts: readonly CachedContext[], isShared: boolean): void {
  const logger = new Logger('Mizan');
  const others = contexts.filter(({ isCached }) => !isCached);
  const count = `${contexts.length - others.length} of ${contexts.length} contexts are cached`;
  logger.log(
    isShared
      ? `${count}, in a store that all processes share.`
      : `${count}, in the memory of this process. It is for one process: several need redisStore().`,
  );
  for (const { context, reasons } of others) logger.log(`"${context}" is not cached: ${reasons.join('; ')}.`);
}
