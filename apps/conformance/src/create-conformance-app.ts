import { type CacheCounters, type CacheOptions, ChannelService, MizanCache } from '@mizan/nestjs';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { sessionCookie } from './callers.js';
import { ServedConformanceModule } from './conformance.module.js';
import { pushByName } from './push.js';

export interface ConformanceAppOptions {
  readonly platform: 'express' | 'fastify';
  /** @default no cache */
  readonly cache?: CacheOptions;
}

export interface ConformanceApp {
  /** Where the protocol's paths begin, without a slash at the end. */
  readonly baseUrl: string;
  /**
   * What a request brings of its caller, `ada`, `sam`, `root` or nobody: the session, and what a browser says of a
   * page of this site. With `csrf: false` the session alone.
   */
  headersFor(caller: string | null, options?: { readonly csrf?: false }): Record<string, string>;
  /** Where the socket is. */
  readonly socketUrl: string;
  /** What its cache has done. */
  cacheCounters(): CacheCounters;
  /** Pushes to a channel, by its name in any case of letters. */
  push(channel: string, params: object, data: object): Promise<void>;
  close(): Promise<void>;
}

/** The fixture app of the conformance vectors, listening on a free port of this machine. */
export async function createConformanceApp({
  platform,
  cache,
}: ConformanceAppOptions): Promise<ConformanceApp> {
  const adapter = platform === 'express' ? new ExpressAdapter() : new FastifyAdapter();
  const app = await NestFactory.create(ServedConformanceModule.with(cache), adapter, { logger: false });
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  return {
    baseUrl: `${url}/api/mizan`,
    socketUrl: `${url.replace(/^http/, 'ws')}/ws`,
    cacheCounters: () => app.get(MizanCache).counters,
    headersFor: (caller, { csrf } = {}) => ({
      ...(caller === null ? {} : { cookie: `${sessionCookie}=${caller}` }),
      ...(csrf === false ? {} : { 'sec-fetch-site': 'same-origin' }),
    }),
    push: (channel, params, data) => pushByName(app.get(ChannelService), channel, params, data),
    close: () => app.close(),
  };
}
