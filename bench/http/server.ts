import 'reflect-metadata';

import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';

import { MizanAppModule } from './mizan-app.module.js';
import { PlainAppModule } from './plain-app.module.js';

/** Serves one app on a free port: `node --expose-gc server.js mizan|plain express|fastify`. */
const [kind, platform] = process.argv.slice(2);
const root = kind === 'mizan' ? MizanAppModule : PlainAppModule;
const adapter = platform === 'fastify' ? new FastifyAdapter() : new ExpressAdapter();
const app = await NestFactory.create(root, adapter, { logger: ['error', 'warn'] });
await app.listen(0, '127.0.0.1');

process.on('message', () => {
  globalThis.gc?.();
  process.send?.({ memory: process.memoryUsage().rss });
});
process.on('disconnect', () => process.exit());
process.send?.({ url: await app.getUrl() });
