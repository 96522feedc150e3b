import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Arg, defineContext, MizanCache, MizanClient, SocketService } from '@mizan/nestjs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { heard, ticket, told, watch, watching } from '../../libs/nestjs/test-support/live-frames.js';
import { openSocket, type TestSocket } from '../../libs/nestjs/test-support/open-socket.js';
import { type StartedApp, startApp } from '../../libs/nestjs/test-support/start-app.js';
import { openStore, storeKinds } from '../cache/cache-stores.js';
import { hasRedis, type RunningService, startRedis, titled } from '../services.js';

const TicketContext = defineContext('ticket');
const who = { id: 'ada', isStaff: false, isSuperuser: false, permissions: [] };

/** The database that all processes share. */
const titles = new Map<number, string>();

@Injectable()
class Functions {
  @MizanClient({ context: TicketContext, output: 'string' })
  ticket(@Arg('ticket_id', 'integer') id: number): string {
    return titles.get(id) ?? 'none';
  }
  @MizanClient({ affects: TicketContext, output: 'boolean' })
  rename(@Arg('ticket_id', 'integer') id: number, @Arg('title') title: string): boolean {
    titles.set(id, title);
    return true;
  }
}

const bundle = (title: string) => ({ ticket: { result: title } });

const open = (node: StartedApp | undefined): Promise<TestSocket> => openSocket(`${node?.origin}/ws`);

const redis = hasRedis();

describe.skipIf(!redis)(titled('processes on one Redis', 'redis', redis || undefined), () => {
  let server: RunningService;
  let nodes: StartedApp[] = [];
  beforeAll(async () => void (server = await startRedis()));
  afterAll(() => server.stop());
  afterEach(async () => {
    await Promise.all(nodes.splice(0).map((node) => node.close()));
    titles.clear();
  });

  let isSignedIn = true;
  async function start(count: number, kind: (typeof storeKinds)[number]): Promise<readonly StartedApp[]> {
    const prefix = `${randomUUID()}:`;
    isSignedIn = true;
    nodes = await Promise.all(
      Array.from({ length: count }, () =>
        startApp(
          { providers: [Functions] },
          {
            mizan: {
              identity: () => (isSignedIn ? who : null),
              websocket: {},
              realtime: { redis: { url: server.url, prefix } },
              cache: { secret: 's'.repeat(32), store: openStore(kind, server.url, prefix), budgetMs: 5_000 },
            },
          },
        ),
      ),
    );
    return nodes;
  }
  let hits = 0;
  const read = async (node: StartedApp): Promise<unknown> => {
    const response = await node.context('ticket', '?ticket_id=7');
    if (response.headers.get('x-mizan-cache') === 'HIT') hits += 1;
    return response.json();
  };

  describe.each(storeKinds.filter((kind) => kind !== 'memory'))('with a cache in %s', (kind) => {
    it('who is told reads what is new, in every process, however often it was read before', async () => {
      const all = await start(3, kind);
      const sockets = await Promise.all(all.map(open));
      for (const socket of sockets) expect(await socket.ask(watch(ticket(7)))).toEqual(watching(1));
      hits = 0;
      for (let round = 0; round < 30; round += 1) {
        // Each process has it near at hand.
        for (const node of [...all, ...all])
          expect(await read(node)).toEqual(bundle(titles.get(7) ?? 'none'));
        const title = `title ${round}`;
        const changed = all[round % 3];
        if (round % 2 === 0) await changed?.call('rename', { ticket_id: 7, title });
        else {
          titles.set(7, title);
          await changed?.app.get(MizanCache).invalidate(TicketContext, { ticket_id: 7 });
        }
        const reads = sockets.map(async (socket) => {
          expect(await socket.next()).toEqual(told(ticket(7)));
          return Promise.all(all.map(read));
        });
        for (const found of (await Promise.all(reads)).flat()) expect(found).toEqual(bundle(title));
      }
      expect(hits).toBeGreaterThan(30);
    });
  });

  it('a sign-out that one process is told of closes sockets in another', async () => {
    const [here, there] = await start(2, 'redis');
    const socket = await open(there);
    await socket.ask(watch(ticket(7)));
    isSignedIn = false;
    await here?.app.get(SocketService).recheck('ada');
    expect(await socket.closed()).toBe(4401);
  });

  it('Redis gone and back: local changes are told meanwhile, and a gap stands for the others', async () => {
    const [here, there] = await start(2, 'redis');
    const [near, far] = [await open(here), await open(there)];
    for (const socket of [near, far]) await socket.ask(watch(ticket(7)));
    const { port } = new URL(server.url);
    await server.stop();
    await here?.call('rename', { ticket_id: 7, title: 'meanwhile' });
    expect(await near.next()).toEqual(told(ticket(7)));
    expect(await heard(far)).toEqual([]);
    server = await startRedis({ port: Number(port) });
    for (const socket of [near, far]) expect(await socket.next()).toEqual({ type: 'gap' });
    await here?.call('rename', { ticket_id: 7, title: 'again' });
    for (const socket of [near, far]) expect(await socket.next()).toEqual(told(ticket(7)));
  });
});
