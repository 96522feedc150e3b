import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { type EdgeOptions, MizanModule, type MizanOptions } from '@mizan/nestjs';
import { type INestApplication, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { startVarnish } from '../services.js';
import { workspaceRoot } from '../workspace-root.js';
import { BoardModule, boardProviders, edgeSecret, readCaller } from './board-app.module.js';

export type Platform = 'express' | 'fastify';

/** The app of this folder, with a Varnish in front of it. */
export interface AppBehindVarnish {
  readonly app: INestApplication;
  /** Where the protocol's paths begin, through Varnish and without it. */
  readonly edgeUrl: string;
  readonly originUrl: string;
  /** The paths of the requests that reached the app. */
  readonly seen: string[];
  close(): Promise<void>;
}

/** @param options of MizanModule beside those that the tests need; `edge.onInvalidate` purges Varnish */
export async function startBehindVarnish(
  platform: Platform,
  options: MizanOptions = {},
): Promise<AppBehindVarnish> {
  const seen: string[] = [];
  let varnishUrl = '';
  const edge: EdgeOptions = {
    cacheGroups: true,
    surrogateKeys: true,
    onInvalidate: async (_targets, headers) => {
      if (headers['Cache-Group-Invalidation'] === undefined) return;
      const answer = await fetch(varnishUrl, { method: 'PURGE', headers });
      if (!answer.ok) throw new Error(`Varnish answered ${answer.status}`);
    },
  };
  const app = await createBoardApp(platform, { edge, ...options }, (url) => seen.push(url));
  await app.listen(0, '127.0.0.1');
  const originUrl = await app.getUrl();
  const varnish = await startVarnish(await printVcl(new URL(originUrl).host));
  varnishUrl = varnish.url;
  return {
    app,
    edgeUrl: `${varnish.url}/api/mizan`,
    originUrl: `${originUrl}/api/mizan`,
    seen,
    close: async () => {
      await varnish.stop();
      await app.close();
    },
  };
}

async function createBoardApp(
  platform: Platform,
  mizan: MizanOptions,
  see: (url: string) => void,
): Promise<INestApplication> {
  const settings = { identity: readCaller, tokens: { mwt: { secret: edgeSecret } }, ...mizan };
  @Module({ imports: [MizanModule.forRoot(settings as MizanOptions)], providers: boardProviders })
  class App {}
  const logger = false;
  const app =
    platform === 'express'
      ? await NestFactory.create(App, { logger })
      : await NestFactory.create(App, new FastifyAdapter(), { logger });
  app.use(
    (request: IncomingMessage & { originalUrl?: string }, _response: ServerResponse, next: () => void) => {
      see(request.originalUrl ?? request.url ?? '');
      next();
    },
  );
  return app;
}

/** What `mizan export-manifest --format vcl` prints for the app, run as a program. */
async function printVcl(backend: string): Promise<string> {
  const program = join(workspaceRoot, 'libs/nestjs/src/bin/mizan.ts');
  const loader = join(workspaceRoot, 'libs/nestjs/src/bin/source-loader.test.mjs');
  const module = join(workspaceRoot, 'test/edge/board-app.module.ts');
  const node = ['--conditions=@mizan/source', '--import', loader];
  const command = [program, 'export-manifest', module, '--export', BoardModule.name, '--format', 'vcl'];
  const flags = ['--backend', backend, '--purge-from', '127.0.0.1'];
  const child = spawn(process.execPath, [...node, ...command, ...flags]);
  const [vcl, problems, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  if (code !== 0) throw new Error(problems);
  return vcl;
}
