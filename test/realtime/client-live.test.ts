import { contextRef, createMizan, functionRef, type Mizan, mwtTokens, type Tokens } from '@mizan/client';
import { channelRef, channelStore, realtime } from '@mizan/client/realtime';
import { Injectable } from '@nestjs/common';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';

import {
  Arg,
  defineContext,
  Forbidden,
  Identity,
  MizanChannel,
  MizanClient,
  type MizanIdentity,
  SocketService,
  Typed,
} from '../../libs/nestjs/src/index.js';
import { type StartedApp, startApp } from '../../libs/nestjs/test-support/start-app.js';

const PlanContext = defineContext('plan');

class Plan {
  @Typed() text!: string;
  @Typed() reader!: string;
}

@Injectable()
class PlanFunctions {
  readonly #texts = new Map<number, string>();
  /** Who may read nothing. */
  readonly banned = new Set<string>();
  readonly pings: string[] = [];

  @MizanClient({ context: PlanContext, output: Plan })
  plan(@Arg('plan_id', 'integer') id: number, @Identity() who: MizanIdentity | null): Plan {
    const reader = String(who?.id ?? 'nobody');
    if (this.banned.has(reader)) throw new Forbidden();
    return { text: this.#texts.get(id) ?? '', reader };
  }

  @MizanClient({ affects: PlanContext, output: 'boolean' })
  change(@Arg('plan_id', 'integer') id: number, @Arg('text') text: string): boolean {
    this.#texts.set(id, text);
    return true;
  }

  @MizanClient({ websocket: true, auth: true, output: 'boolean' })
  ping(@Identity() who: MizanIdentity | null): boolean {
    this.pings.push(String(who?.id));
    return true;
  }
}

class Room {
  @Typed() room!: string;
}
class Said {
  @Typed('integer') volume!: number;
}

@MizanChannel('noise')
class NoiseChannel {
  static readonly params = Room;
  static readonly clientMessage = Said;
  static readonly serverMessage = Said;

  authorize({ room }: Room): boolean {
    return room !== 'vault';
  }

  receive(_room: Room, said: Said): Said {
    return said;
  }
}

const planContext = contextRef<{ readonly plan_id: number }, { readonly plan: Plan }>('plan', ['plan_id']);
const change = functionRef<{ readonly plan_id: number; readonly text: string }, boolean>('change');
const ping = functionRef<void, { readonly result: boolean }>('ping', { overSocket: true });
const noise = channelRef<{ readonly room: string }, { readonly volume: unknown }, Said>('noise');

let app: StartedApp;
/** Who is signed in, in the one browser that there is; null for nobody. */
let person: string | null;
/** The sockets that were opened, with the URLs that they were opened with. */
let sockets: WebSocket[];
const urls = () => sockets.map(({ url }) => url);

beforeEach(async () => {
  person = 'ada';
  sockets = [];
  const identity = () =>
    person === null ? null : { id: person, isStaff: false, isSuperuser: false, permissions: [] };
  app = await startApp(
    { providers: [PlanFunctions, NoiseChannel] },
    { mizan: { identity, tokens: { mwt: { secret: 'a secret for MWTs with 32 bytes!!' } } } },
  );
});
afterEach(async () => {
  vi.useRealTimers();
  await app.close();
});

class KeptSocket extends WebSocket {
  constructor(url: string) {
    super(url);
    sockets.push(this);
  }
}

/** A page in the browser. */
function open(tokens: Tokens | false = false): Mizan {
  return createMizan({
    baseUrl: `${app.origin}/api/mizan`,
    realtime: realtime({ WebSocket: KeptSocket }),
    tokens,
  });
}

/** A page without a socket, by which somebody else changes the plan. */
async function changePlan(text: string): Promise<void> {
  await createMizan({ baseUrl: `${app.origin}/api/mizan` }).call(change, { plan_id: 1, text });
}

/** Shows plan 1 live. */
async function show(mizan: Mizan) {
  const store = mizan.context(planContext, { plan_id: 1 });
  store.subscribe(() => undefined, { live: true });
  const shows = (text: string, reader = 'ada') =>
    vi.waitUntil(
      () => {
        const { status, data } = store.getState();
        return status === 'ready' && data?.plan.text === text && data.plan.reader === reader;
      },
      { timeout: 5000 },
    );
  await shows('');
  return { store, shows };
}

it('what changed while the connection was broken is shown when it is back', async () => {
  const { shows } = await show(open());
  sockets[0]?.terminate();
  await changePlan('missed');
  await shows('missed');
  await changePlan('told');
  await shows('told');
  const url = `${app.origin.replace('http', 'ws')}/ws`;
  expect(urls()).toEqual([url, url]);
});

it('a page whose person signed out in another tab is told so, and shows nothing of them any more', async () => {
  const { store, shows } = await show(open());
  await changePlan('of ada');
  await shows('of ada');
  const shown: unknown[] = [];
  store.subscribe(() => shown.push(store.getState().data));
  person = null;
  await app.app.get(SocketService).recheck('ada');
  await shows('of ada', 'nobody');
  expect(shown[0]).toBeUndefined();
  await vi.waitUntil(() => sockets.length === 2 && sockets[1]?.readyState === WebSocket.OPEN);
  await changePlan('told');
  await shows('told', 'nobody');
});

it('who may not read a plan is not told of it, and is when he may', async () => {
  const functions = app.app.get(PlanFunctions);
  functions.banned.add('ada');
  const mizan = open();
  const store = mizan.context(planContext, { plan_id: 1 });
  store.subscribe(() => undefined, { live: true });
  await vi.waitUntil(() => store.getState().status === 'error', { timeout: 5000 });
  expect(store.getState().error?.code).toBe('FORBIDDEN');
  functions.banned.clear();
  await store.refetch();
  // It is watched again a moment after it was read.
  await vi.waitUntil(
    async () => {
      await changePlan('news');
      return store.getState().data?.plan.text !== '';
    },
    { timeout: 5000 },
  );
});

it('a channel says why it is refused, and what was wrong with a message, by code and field', async () => {
  const mizan = open();
  const [room, vault] = ['hall', 'vault'].map((name) => channelStore(mizan, noise, { room: name }));
  room?.subscribe(() => undefined);
  vault?.subscribe(() => undefined);
  await vi.waitUntil(() => vault?.getState().status === 'refused' && room?.getState().status === 'joined');
  expect(vault?.getState().error).toMatchObject({ code: 'FORBIDDEN', status: 403 });
  expect(room?.getState().error).toBeUndefined();
  room?.send({ volume: 'loud' });
  await vi.waitUntil(() => room?.getState().error !== undefined);
  expect(room?.getState()).toMatchObject({ status: 'joined', error: { code: 'VALIDATION_ERROR' } });
  expect(Object.keys(room?.getState().error?.fields ?? {})).toEqual(['volume']);
  room?.send({ volume: 11 });
  await vi.waitUntil(() => room?.getState().last?.volume === 11);
});

it('a socket of a token that has expired makes no call fail, and is opened with the next one', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const mizan = open(mwtTokens());
  const { shows } = await show(mizan);
  await mizan.call(ping);
  vi.setSystemTime(Date.now() + 400_000);
  expect(await mizan.call(ping)).toEqual({ result: true });
  await vi.waitUntil(() => sockets.length === 2, { timeout: 5000 });
  await mizan.call(ping);
  expect(app.app.get(PlanFunctions).pings).toEqual(['ada', 'ada', 'ada']);
  await changePlan('told');
  await shows('told');
  const tokens = urls().map((url) => new URL(url).searchParams.get('token'));
  expect(new Set(tokens).size).toBe(2);
});
