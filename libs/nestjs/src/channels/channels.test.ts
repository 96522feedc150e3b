import { Injectable } from '@nestjs/common';
import { IsDate, IsInt, IsOptional, IsString, MaxLength } from 'class-validator';
import { Type } from 'class-transformer';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openSocket, type TestSocket } from '../../test-support/open-socket.js';
import { type StartedApp, startApp } from '../../test-support/start-app.js';
import {
  Arg,
  ChannelService,
  MizanChannel,
  MizanClient,
  type MizanIdentity,
  NotFound,
  type WebSocketOptions,
} from '../index.js';

class Room {
  @IsString() @MaxLength(20) room!: string;
}
class Said {
  @IsString() text!: string;
}
class Line {
  @IsString() text!: string;
  @IsString() user!: string;
}

const nameOf = (who: MizanIdentity | null) => String(who?.id ?? 'nobody');
const readUser = (request: unknown): MizanIdentity | null => {
  const { headers } = request as { readonly headers: Readonly<Record<string, unknown>> };
  const user = headers['x-user'];
  return typeof user === 'string' ? { id: user, isStaff: false, isSuperuser: false, permissions: [] } : null;
};

/** What happened, and what a test waits for. */
@Injectable()
class Diary {
  readonly lines: string[] = [];
  #told: () => void = () => undefined;
  note(line: string): void {
    this.lines.push(line);
    this.#told();
  }
  async until(count: number): Promise<readonly string[]> {
    while (this.lines.length < count) await new Promise<void>((resolve) => (this.#told = resolve));
    return this.lines;
  }
}

let openGate: (() => void) | undefined;

@MizanChannel('chat')
class Chat {
  static readonly params = Room;
  static readonly clientMessage = Said;
  static readonly serverMessage = Line;
  constructor(
    private readonly diary: Diary,
    private readonly channels: ChannelService,
  ) {}
  async authorize({ room }: Room) {
    if (room === 'gone') throw new NotFound('No such room');
    if (room === 'slow') await new Promise<void>((resolve) => (openGate = resolve));
    return room !== 'vault';
  }
  receive(_params: Room, { text }: Said, who: MizanIdentity | null): Line | undefined {
    if (text === 'crash') throw new Error('secret internals');
    if (text === 'wrong') return { text: 7, user: '' } as never;
    return text === 'quiet' ? undefined : { text, user: nameOf(who) };
  }
  async onJoin({ room }: Room, who: MizanIdentity | null) {
    this.diary.note(`${nameOf(who)} joins ${room}`);
    if (room === 'loud') await this.channels.push(Chat, { room }, { text: 'joins', user: nameOf(who) });
    if (room === 'odd') throw new Error('secret internals');
  }
  onLeave({ room }: Room, who: MizanIdentity | null) {
    this.diary.note(`${nameOf(who)} leaves ${room}`);
  }
}

@Injectable()
class Functions {
  @MizanClient({ websocket: true, output: 'boolean' })
  ping(@Arg('n', 'integer', { optional: true }) _n: number): boolean {
    return true;
  }
}

let app: StartedApp | undefined;
afterEach(async () => {
  openGate?.();
  await app?.close();
});

async function start(
  websocket: WebSocketOptions = {},
  ...more: readonly (new (...args: never[]) => object)[]
) {
  const providers = [Chat, Diary, Functions, ...more];
  app = await startApp({ providers }, { mizan: { identity: readUser, websocket } });
  const { origin } = app;
  return {
    enter: (user?: string) => openSocket(`${origin}/ws`, user === undefined ? {} : { 'X-User': user }),
    channels: app.app.get(ChannelService),
    diary: app.app.get(Diary),
    logged: app.logged,
  };
}

const subscribe = (room: string) => ({ action: 'subscribe', channel: 'chat', params: { room } });
const unsubscribe = (room: string) => ({ action: 'unsubscribe', channel: 'chat', params: { room } });
const say = (room: string, text: string) => ({
  action: 'message',
  channel: 'chat',
  params: { room },
  data: { text },
});
const subscribed = (room: string) => ({ subscribed: true, channel: 'chat', params: { room } });
const line = (room: string, text: string, user: string) => ({
  channel: 'chat',
  params: { room },
  type: 'ServerMessage',
  data: { text, user },
});

/** Everything that is on its way to a socket has arrived. */
async function settle(socket: TestSocket): Promise<void> {
  expect(await socket.ask({ action: 'rpc', id: 'settle', fn: 'ping' })).toMatchObject({ id: 'settle' });
}

describe('a channel', () => {
  it('tells of who joins and leaves, by leaving, by closing and by being cut off', async () => {
    const { enter, diary } = await start();
    const [ada, bo, cy] = [await enter('ada'), await enter('bo'), await enter('cy')];
    for (const socket of [ada, bo, cy]) await socket.ask(subscribe('a'));
    expect(await diary.until(3)).toEqual(['ada joins a', 'bo joins a', 'cy joins a']);
    await ada.ask(unsubscribe('a'));
    await diary.until(4);
    await bo.close();
    await diary.until(5);
    cy.raw.terminate();
    expect((await diary.until(6)).slice(3)).toEqual(['ada leaves a', 'bo leaves a', 'cy leaves a']);
  });

  it('tells nobody that somebody left who was not there', async () => {
    const { enter, diary } = await start();
    const ada = await enter('ada');
    expect(await ada.ask(unsubscribe('a'))).toEqual({
      unsubscribed: true,
      channel: 'chat',
      params: { room: 'a' },
    });
    await ada.ask(subscribe('b'));
    await ada.close();
    expect(await diary.until(2)).toEqual(['ada joins b', 'ada leaves b']);
  });

  it('has told who joins so, before it is told to others', async () => {
    const { enter } = await start();
    const ada = await enter('ada');
    expect(await ada.ask(subscribe('loud'))).toEqual(subscribed('loud'));
    expect(await ada.next()).toEqual(line('loud', 'joins', 'ada'));
  });

  it('takes frames of a socket in their order, without being waited for', async () => {
    const { enter } = await start();
    const ada = await enter('ada');
    for (const frame of [subscribe('a'), say('a', '1'), say('a', '2'), unsubscribe('a'), say('a', '3')])
      ada.send(frame);
    expect([
      await ada.next(),
      await ada.next(),
      await ada.next(),
      await ada.next(),
      await ada.next(),
    ]).toEqual([
      subscribed('a'),
      line('a', '1', 'ada'),
      line('a', '2', 'ada'),
      { unsubscribed: true, channel: 'chat', params: { room: 'a' } },
      { error: expect.any(String), channel: 'chat' },
    ]);
  });

  it('lets nobody in whose socket has closed meanwhile', async () => {
    const { enter, diary, channels } = await start();
    const ada = await enter('ada');
    ada.send(subscribe('slow'));
    await settle(ada);
    await ada.close();
    openGate?.();
    const bo = await enter('bo');
    await bo.ask(subscribe('a'));
    await channels.push(Chat, { room: 'slow' }, { text: 'x', user: '' });
    expect(await diary.until(1)).toEqual(['bo joins a']);
  });

  it.each([
    ['refused by authorize', subscribe('vault'), /may not|not allowed|permission/i],
    ['refused by an error of authorize, with what it says', subscribe('gone'), /No such room/],
    ['of params that break a rule, with the field', subscribe('x'.repeat(21)), /room/],
    ['of no params', { action: 'subscribe', channel: 'chat' }, /room/],
  ])('says why: %s', async (_title, frame, error) => {
    const { enter } = await start();
    const ada = await enter('ada');
    expect(await ada.ask(frame)).toEqual({ error: expect.stringMatching(error), channel: 'chat' });
    await settle(ada);
  });

  it.each([
    ['refused by authorize', subscribe('vault'), { code: 'FORBIDDEN' }],
    ['of wrong params', subscribe('x'.repeat(21)), { code: 'VALIDATION_ERROR', details: { fields: {} } }],
    ['of no channel', { action: 'subscribe', channel: 'nope' }, { code: 'NOT_FOUND' }],
    ['not subscribed', say('b', 'x'), { code: 'FORBIDDEN' }],
    [
      'of a place that is no object',
      { action: 'message', channel: 'chat', params: 7 },
      { code: 'BAD_REQUEST' },
    ],
  ])('fails a frame by its id, where it has one: %s', async (_title, frame, error) => {
    const { enter } = await start();
    const ada = await enter('ada');
    expect(await ada.ask({ ...frame, id: 'c1' })).toMatchObject({ id: 'c1', ok: false, error });
    expect(await ada.ask({ ...subscribe('a'), id: 'c2' })).toEqual(subscribed('a'));
  });

  it('tells nothing of what nobody expected, and logs it', async () => {
    const { enter, logged } = await start();
    const ada = await enter('ada');
    await ada.ask(subscribe('a'));
    for (const text of ['crash', 'wrong']) {
      const answer = await ada.ask(say('a', text));
      expect(answer).toEqual({ error: expect.any(String), channel: 'chat' });
      expect(JSON.stringify(answer)).not.toContain('secret');
    }
    expect(logged.filter(({ level }) => level === 'error')).toHaveLength(2);
  });

  it('stays joined when onJoin fails', async () => {
    const { enter, logged } = await start();
    const ada = await enter('ada');
    expect(await ada.ask(subscribe('odd'))).toEqual(subscribed('odd'));
    expect(await ada.ask(say('odd', 'hello'))).toEqual(line('odd', 'hello', 'ada'));
    expect(logged.some(({ text }) => text.includes('secret internals'))).toBe(true);
  });

  it('sends nothing when receive returns nothing', async () => {
    const { enter } = await start();
    const ada = await enter('ada');
    await ada.ask(subscribe('a'));
    ada.send(say('a', 'quiet'));
    await settle(ada);
  });

  it('lets a socket be at so many places and no more', async () => {
    const { enter } = await start({ maxSubscriptions: 2 });
    const ada = await enter('ada');
    for (const room of ['a', 'b']) expect(await ada.ask(subscribe(room))).toEqual(subscribed(room));
    expect(await ada.ask(subscribe('c'))).toEqual({
      error: expect.stringContaining('2 places'),
      channel: 'chat',
    });
    await ada.ask(unsubscribe('a'));
    expect(await ada.ask(subscribe('c'))).toEqual(subscribed('c'));
  });

  it('keeps a socket from being idle', async () => {
    const { enter, channels } = await start({ idleTimeout: 0.1 });
    const [listener, idle] = [await enter(), await enter()];
    await listener.ask(subscribe('a'));
    expect(await idle.closed()).toBe(4408);
    await channels.push(Chat, { room: 'a' }, { text: 'x', user: '' });
    expect(await listener.next()).toEqual(line('a', 'x', ''));
  });

  it('drops a slow reader with 1013, and the others get everything', async () => {
    const { enter, channels, diary } = await start({ maxWaitingBytes: 100_000 });
    const [slow, quick] = [await enter('slow'), await enter('quick')];
    await slow.ask(subscribe('a'));
    await quick.ask(subscribe('a'));
    slow.raw.pause();
    const text = 'x'.repeat(50_000);
    for (let count = 0; count < 400; count += 1) {
      await channels.push(Chat, { room: 'a' }, { text, user: String(count) });
      expect(await quick.next()).toMatchObject({ data: { user: String(count) } });
    }
    slow.raw.resume();
    expect(await slow.closed()).toBe(1013);
    expect(await diary.until(3)).toContain('slow leaves a');
  });
});

describe('a push', () => {
  it('refuses params and messages that are not as declared', async () => {
    const { channels } = await start();
    await expect(channels.push(Chat, { room: 'x'.repeat(21) }, { text: '', user: '' })).rejects.toMatchObject(
      {
        code: 'VALIDATION_ERROR',
      },
    );
    await expect(channels.push(Chat, { room: 'a' }, { text: '' } as never)).rejects.toThrow(/user/);
  });

  it('lets only declared fields out', async () => {
    const { channels, enter } = await start();
    const ada = await enter('ada');
    await ada.ask(subscribe('a'));
    const row = { text: 'x', user: '', password: 'secret' };
    await channels.push(Chat, { room: 'a' }, row);
    expect(await ada.next()).toEqual(line('a', 'x', ''));
  });

  it('reaches all of a group, each under the params that it subscribed with', async () => {
    class Seat {
      @IsString() room!: string;
      @IsOptional() @IsInt() seat?: number;
    }
    @MizanChannel('seats')
    class Seats {
      static readonly params = Seat;
      static readonly serverMessage = Said;
      authorize() {
        return true;
      }
      group({ room }: Seat) {
        return room;
      }
    }
    const { channels, enter } = await start({}, Seats);
    const [ada, bo] = [await enter(), await enter()];
    await ada.ask({ action: 'subscribe', channel: 'seats', params: { seat: 1, room: 'a', other: true } });
    await bo.ask({ action: 'subscribe', channel: 'seats', params: { room: 'a' } });
    await channels.push(Seats, { room: 'a' }, { text: 'hello' });
    expect(await ada.next()).toMatchObject({ params: { room: 'a', seat: 1 }, data: { text: 'hello' } });
    expect(await bo.next()).toEqual({
      channel: 'seats',
      params: { room: 'a' },
      type: 'ServerMessage',
      data: { text: 'hello' },
    });
  });

  it('keeps channels apart whose groups have one name', async () => {
    const { channels, North, socket } = await startTwins();
    await channels.push(North, {}, { text: 'north' });
    expect(await socket.next()).toMatchObject({ channel: 'north', data: { text: 'north' } });
    await settle(socket);
  });

  it('takes schemas, and dates as params', async () => {
    class Day {
      @IsDate() @Type(() => Date) day!: Date;
    }
    @MizanChannel('days')
    class Days {
      static readonly params = Day;
      static readonly clientMessage = z.object({ count: z.string().transform(Number) });
      static readonly serverMessage = z.object({ count: z.number() });
      authorize({ day }: Day) {
        return day instanceof Date;
      }
      receive(_params: Day, { count }: { count: number }) {
        return { count: count + 1 };
      }
    }
    const { channels, enter } = await start({}, Days);
    const params = { day: '2026-11-22T00:00:00.000Z' };
    const ada = await enter();
    expect(await ada.ask({ action: 'subscribe', channel: 'days', params })).toMatchObject({
      subscribed: true,
      params,
    });
    expect(await ada.ask({ action: 'message', channel: 'days', params, data: { count: '7' } })).toMatchObject(
      {
        data: { count: 8 },
      },
    );
    await channels.push(Days, { day: new Date(params.day) }, { count: 1 });
    expect(await ada.next()).toMatchObject({ params, data: { count: 1 } });
  });
});

const group = () => 'all';

async function startTwins() {
  @MizanChannel('north')
  class North {
    static readonly serverMessage = Said;
    readonly group = group;
    authorize() {
      return true;
    }
  }
  @MizanChannel('south')
  class South {
    static readonly serverMessage = Said;
    readonly group = group;
    authorize() {
      return true;
    }
  }
  const { channels, enter } = await start({}, North, South);
  const socket = await enter();
  for (const channel of ['north', 'south']) await socket.ask({ action: 'subscribe', channel });
  return { channels, socket, North };
}
