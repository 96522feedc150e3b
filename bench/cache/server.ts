import 'reflect-metadata';

import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { compileScopes } from '@mizan/protocol';
import { MizanCache, MizanRegistry } from '@mizan/nestjs';

import { fillStore } from './fill-store.js';
import { MizanAppModule } from './mizan-app.module.js';
import { openStore, type StoreKind } from './open-store.js';
import { OrderFunctions, StatusContext } from './order-functions.js';
import { RawAppModule } from './raw-app.module.js';

/** Serves one app on a free port: `node server.js raw|uncached|memory|redis|tiered express|fastify [Redis URL]`. */
const [kind = '', platform, url = ''] = process.argv.slice(2);
const store = kind === 'raw' || kind === 'uncached' ? undefined : openStore(kind as StoreKind, url);
const adapter = platform === 'fastify' ? new FastifyAdapter() : new ExpressAdapter();
const app = await NestFactory.create(kind === 'raw' ? RawAppModule : MizanAppModule.with(store), adapter, {
  logger: ['error', 'warn'],
});
await app.listen(0, '127.0.0.1');

type Message =
  | { readonly kind: 'fill'; readonly count: number }
  | { readonly kind: 'purge'; readonly ids: readonly number[] }
  | { readonly kind: 'reports' }
  | { readonly kind: 'errors' };

async function answer(message: Message): Promise<unknown> {
  switch (message.kind) {
    case 'fill':
      return fill(message.count);
    case 'purge':
      return purge(message.ids);
    case 'reports':
      return app.get(OrderFunctions, { strict: false }).reports;
    case 'errors':
      return app.get(MizanCache).counters.errors;
  }
}

async function fill(count: number): Promise<number> {
  const scopes = compileScopes(app.get(MizanRegistry).graph).get('status');
  if (store === undefined || scopes === undefined) throw new Error('there is nothing to fill');
  await fillStore(store, scopes, count);
  // What filling has left behind is not the purges' to clear away.
  globalThis.gc?.();
  return count;
}

/** Milliseconds. One after the other, as a mutation waits for its own. */
async function purge(ids: readonly number[]): Promise<number> {
  const cache = app.get(MizanCache);
  const startedAt = performance.now();
  for (const id of ids) await cache.invalidate(StatusContext, { customer_id: id });
  return performance.now() - startedAt;
}

process.on('message', (message: Message) => {
  void answer(message).then((value) => process.send?.(value));
});
process.on('disconnect', () => process.exit());
process.send?.({ url: await app.getUrl() });
