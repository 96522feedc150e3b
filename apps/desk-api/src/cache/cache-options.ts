import { randomBytes } from 'node:crypto';
import { Logger } from '@nestjs/common';
import type { CacheOptions } from '@mizan/nestjs';
import { redisStore } from '@mizan/nestjs/redis';
import type { Settings } from '../settings.js';

/** In Redis when there is a URL; otherwise in the memory of this process. */
export function cacheOptions({
  redisUrl,
  cacheSecret,
}: Pick<Settings, 'redisUrl' | 'cacheSecret'>): CacheOptions {
  if (redisUrl && !cacheSecret) {
    new Logger('Desk').warn('There is no CACHE_SECRET: this process shares no stored answers with others.');
  }
  return {
    secret: cacheSecret ?? randomBytes(32).toString('hex'),
    ...(redisUrl && { store: redisStore({ url: redisUrl }) }),
  };
}
