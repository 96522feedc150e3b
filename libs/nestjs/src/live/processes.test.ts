import { Injectable } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { as, cacheSecret } from '../../test-support/cached-app.js';
import { heard, ticket, told, watch, watching } from '../../test-support/live-frames.js';
import { News } from '../../test-support/news.channel.js';
import { openSocket, type TestSocket } from '../../test-support/open-socket.js';
import { RelayBus } from '../../test-support/relay-bus.js';
import { findBootProblems, startApp, type StartedApp } from '../../test-support/start-app.js';
import { Arg, defineContext, memoryStore, MizanCache, MizanClient, NotFound } from '../index.js';

const TicketContext = defineContext('ticket');
const CountContext = defineContext('count');

let isHidden = false;

@Injectable()
class Functions {
  @MizanClient({ context: TicketContext, output: 'boolean' })
  ticket(@Arg('ticket_id', 'integer') _id: number): boolean {
    if (isHidden) throw new NotFound();
    return true;
  }
  @MizanClient({ context: CountContext, output: 'integer' })
  count(): number {
    return 1;
  }
  @MizanClient({ affects: [TicketContext, CountContext], websocket: true, output: 'boolean' })
  change(@Arg('ticket_id', 'integer') _id: number): boolean {
    return true;
  }
}

const count = { context: 'count' };
const gap = { type: 'gap' };

const identity = (request: unknown) => {
  const { headers } = request as { readonly headers: Readonly<Record<string, string | undefined>> };
  const id = headers['x-user'] ?? '';
  if (id === 'broken') throw new Error('the sessions are gone');
  if (id === '') return null;
  return {
    id: id === '7' && headers['x-numbers'] === 'yes' ? 7 : id,
    isStaff: false,
    isSuperuser: false,
    permissions: [],
  };
};
const callNamed = (app: StartedApp, change: string, headers = {}) =>
  app.fetch('/api/mizan/call/', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify({ fn: 'change', args: { ticket_id: 7 }, change }),
  });

let bus: RelayBus;
let apps: readonly [StartedApp, StartedApp];
const start = () =>
  startApp({ providers: [Functions, News] }, { mizan: { websocket: {}, identity }, relay: bus.join() });
const open = (app: StartedApp): Promise<TestSocket> => openSocket(`${app.origin}/ws`);

beforeEach(async () => {
  isHidden = false;
  bus = new RelayBus();
  apps = [await start(), await start()];
});
afterEach(() => Promise.all(apps.map((app) => app.close())));

describe('a change in one process', () => {
  it('is told in all of them, by mutations and by MizanCache.invalidate', async () => {
    const sockets = [await open(apps[0]), await open(apps[1])];
    for (const socket of sockets) {
      expect(await socket.ask(watch(ticket(7), ticket(8), count))).toEqual(watching(3));
    }
    await apps[0].call('change', { ticket_id: 7 });
    for (const socket of sockets) expect(await heard(socket)).toEqual([told(ticket(7), count)]);
    await apps[1].app.get(MizanCache).invalidate(TicketContext, { ticket_id: 8 });
    for (const socket of sockets) expect(await heard(socket)).toEqual([told(ticket(8))]);
  });

  it('is told with the name that the client gave it', async () => {
    const [here, there] = [await open(apps[0]), await open(apps[1])];
    await there.ask(watch(ticket(7)));
    await here.ask({ action: 'rpc', id: 1, fn: 'change', args: { ticket_id: 7 }, change: 'mine' });
    expect(await heard(there)).toEqual([{ ...told(ticket(7)), change: 'mine' }]);
  });

  it('is told by its name to nobody but whose it is, who could make others of that name', async () => {
    const sockets = await Promise.all(
      apps.flatMap((app) => ['ada', 'sam', ''].map((user) => openSocket(`${app.origin}/ws`, as(user)))),
    );
    for (const socket of sockets) await socket.ask(watch(ticket(7)));
    const named = { ...told(ticket(7)), change: 'hers' };
    await callNamed(apps[0], 'hers', as('ada'));
    const frames = await Promise.all(sockets.map(heard));
    const unnamed = told(ticket(7));
    expect(frames).toEqual([[named], [unnamed], [unnamed], [named], [unnamed], [unnamed]]);
    await callNamed(apps[0], 'hers');
    for (const [index, socket] of sockets.entries())
      expect(await heard(socket)).toEqual([index % 3 === 2 ? named : unnamed]);
  });

  it('is told by its name to who is known by a number here and by a text there, as with tokens', async () => {
    const there = await openSocket(`${apps[1].origin}/ws`, as('7'));
    await there.ask(watch(ticket(7)));
    await callNamed(apps[0], 'mine', { ...as('7'), 'x-numbers': 'yes' });
    expect(await heard(there)).toEqual([{ ...told(ticket(7)), change: 'mine' }]);
  });

  it('is told without its name when whose it is cannot be found out', async () => {
    const there = await open(apps[1]);
    await there.ask(watch(ticket(7)));
    expect((await callNamed(apps[0], 'mine', as('broken'))).status).toBe(200);
    expect(await heard(there)).toEqual([told(ticket(7))]);
  });

  it('that began to be carried before an entry was watched, and arrives after it, is told nevertheless', async () => {
    const there = await open(apps[1]);
    await there.ask(watch(ticket(8)));
    bus.hold();
    await apps[0].call('change', { ticket_id: 7 });
    expect(await there.ask(watch(ticket(7), ticket(8)))).toEqual(watching(2));
    bus.deliver();
    expect(await heard(there)).toEqual([told(ticket(7))]);
  });

  it('is told by a process that has no socket of its own', async () => {
    const worker = await startApp(
      { providers: [Functions] },
      { relay: bus.join(), configure: (app) => app.init().then(() => undefined) },
    );
    const there = await open(apps[1]);
    await there.ask(watch(ticket(7)));
    await worker.app.get(MizanCache).invalidate(TicketContext);
    expect(await heard(there)).toEqual([told(ticket(7))]);
    await worker.close();
  });

  it('that ends the right to an entry is not missed while this process begins to listen', async () => {
    const there = await open(apps[1]);
    const mayListen = bus.pause();
    there.send(watch(ticket(7)));
    expect(await heard(there)).toEqual([]);
    // Nobody here hears of it, and nobody has read yet.
    isHidden = true;
    await apps[0].call('change', { ticket_id: 7 });
    mayListen();
    expect(await there.next()).toMatchObject({ data: { watching: 0, refused: [{ context: 'ticket' }] } });
  });

  it('that makes no sense to this process is ignored', async () => {
    const there = await open(apps[1]);
    await there.ask(watch(ticket(7)));
    const other = bus.join();
    const texts = [
      'no JSON',
      'null',
      '{}',
      '{"targets":["nope"]}',
      '{"targets":[{"context":"nope"}]}',
      '{"targets":[7]}',
      '{"targets":[{"context":"ticket","params":{"ticket_id":{}}}]}',
      '{"targets":[{"context":"ticket","params":{"ticket_id":8}}],"change":7}',
    ];
    for (const text of texts) other.publish('live ticket', text);
    expect(await heard(there)).toEqual([]);
    other.publish('live ticket', '{"targets":["ticket"],"change":"a b","by":null}');
    expect(await heard(there)).toEqual([told(ticket(7))]);
  });
});

describe('when texts between processes may be lost', () => {
  it('who watches or has subscribed is told of the gap, once, and nobody else', async () => {
    const [watcher, subscriber, both, nobody] = [
      await open(apps[1]),
      await open(apps[1]),
      await open(apps[1]),
      await open(apps[1]),
    ];
    await watcher.ask(watch(ticket(7)));
    await subscriber.ask({ action: 'subscribe', channel: 'news' });
    await both.ask({ action: 'subscribe', channel: 'news' });
    await both.ask(watch(ticket(7)));
    bus.hold();
    await apps[0].call('change', { ticket_id: 7 });
    bus.lose();
    for (const socket of [watcher, subscriber, both]) expect(await heard(socket)).toEqual([gap]);
    expect(await heard(nobody)).toEqual([]);
  });

  it('who may have lost a right is told of nothing more, before he is told of anything', async () => {
    const watcher = await open(apps[1]);
    await watcher.ask(watch(ticket(7), count));
    bus.hold();
    isHidden = true;
    await apps[0].call('change', { ticket_id: 7 });
    bus.lose();
    expect(await heard(watcher)).toEqual([gap]);
    await apps[0].call('change', { ticket_id: 7 });
    expect(await heard(watcher)).toEqual([told(count)]);
  });
});

describe('a cache that only one process has', () => {
  const secret = cacheSecret;
  // Nobody answers there: boot stops before anything is connected.
  const realtime = { redis: { url: 'redis://127.0.0.1:1' } };

  it.each([
    ['beside `realtime` is refused', { realtime, cache: { secret } }, ['cache.store']],
    [
      'beside `realtime` is refused, said so or not',
      { realtime, cache: { secret, store: memoryStore() } },
      ['cache.store'],
    ],
    ['alone is as it was', { cache: { secret } }, []],
  ])('%s', async (_, mizan, where) => {
    const problems = await findBootProblems({ providers: [Functions] }, { mizan });
    expect(problems.map((problem) => problem.where)).toEqual(where);
  });
});
