import { readFile } from 'node:fs/promises';

import type { CacheOptions } from '@mizan/nestjs';
import { expect } from 'vitest';

import { createConformanceApp, mintAccessToken } from '../../apps/conformance/src/index.js';
import { fillIn } from './match-vector.js';
import type { VectorCase, VectorRun } from './vector-run.js';
import { WsPeer } from './ws-peer.js';

interface WsStep {
  /** The connection. @default a */
  readonly on?: string;
  /** Who opens this connection, where it is not who opens the others. */
  readonly as?: string;
  readonly send?: object;
  /** The channel that the server pushes `data` to, by its name in any case of letters. */
  readonly push?: string;
  readonly params?: object;
  readonly data?: object;
  /** By connection, every frame that arrives before the next step. */
  readonly receive: Readonly<Record<string, readonly unknown[]>>;
}

interface WsVector {
  readonly title: string;
  readonly as: string | null;
  readonly query?: string;
  readonly steps: readonly WsStep[];
}

const cache: CacheOptions = { secret: 'x'.repeat(32) };

type App = Awaited<ReturnType<typeof createConformanceApp>>;

/** `ws.json`: every frame gets its answers from the fixture app and no others, on each platform. */
export async function runWs(file: string): Promise<VectorRun> {
  const vectors: readonly WsVector[] = JSON.parse(await readFile(file, 'utf8'));
  const apps = await Promise.all([startApp('express'), startApp('fastify'), startApp('express', cache)]);
  return {
    cases: apps.flatMap(({ platform, app }) =>
      vectors.map((vector): VectorCase => ({
        title: `${platform}: ${vector.title}`,
        run: () => runWsVector(app, vector),
      })),
    ),
    close: async () => void (await Promise.all(apps.map(({ app }) => app.close()))),
  };
}

async function startApp(platform: 'express' | 'fastify', options?: CacheOptions) {
  const title = options === undefined ? platform : `${platform} with a cache`;
  return {
    platform: title,
    app: await createConformanceApp({ platform, ...(options && { cache: options }) }),
  };
}

async function runWsVector(app: App, { as: opener, query = '', steps }: WsVector): Promise<void> {
  const peers = new Map<string, WsPeer>();
  const suffix = query.replace('<access token of ada>', await mintAccessToken('ada'));
  const open = async (name: string, caller: string | null): Promise<WsPeer> => {
    const known = peers.get(name);
    if (known !== undefined) return known;
    const peer = await WsPeer.open(app.socketUrl + suffix, app.headersFor(caller));
    peers.set(name, peer);
    return peer;
  };
  try {
    for (const { on = 'a', as: caller = opener, send, push, params = {}, data = {}, receive } of steps) {
      if (push !== undefined) await app.push(push, params, data);
      if (send !== undefined) (await open(on, caller)).send(send);
      await expectFrames(peers, receive);
    }
  } finally {
    await Promise.all([...peers.values()].map((peer) => peer.close()));
  }
}

async function expectFrames(peers: ReadonlyMap<string, WsPeer>, receive: WsStep['receive']): Promise<void> {
  for (const name of Object.keys(receive)) expect([...peers.keys()]).toContain(name);
  for (const [name, peer] of peers) {
    const expected = receive[name] ?? [];
    const frames = await peer.take(expected.length);
    expect({ [name]: frames }).toEqual({ [name]: fillIn(expected, frames) });
  }
}
