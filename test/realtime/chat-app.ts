import { Injectable, type ModuleMetadata, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  Arg,
  ChannelService,
  MizanChannel,
  MizanClient,
  MizanModule,
  type RelayRedisOptions,
} from '@mizan/nestjs';
import { IsString } from 'class-validator';

import { openSocket } from '../../libs/nestjs/test-support/open-socket.js';
import { type StartedApp, startApp } from '../../libs/nestjs/test-support/start-app.js';
import { Heard } from './heard.js';

class Room {
  @IsString() room!: string;
}

class Line {
  @IsString() text!: string;
}

/** What happened in one process. */
@Injectable()
class Diary {
  readonly lines = new Heard<string>();
}

@MizanChannel('chat')
class ChatChannel {
  static readonly params = Room;
  static readonly clientMessage = Line;
  static readonly serverMessage = Line;

  constructor(
    private readonly diary: Diary,
    private readonly channels: ChannelService,
  ) {}

  authorize() {
    return true;
  }

  /** Rooms that differ in case only are one. */
  group({ room }: Room) {
    return room.toLowerCase();
  }

  receive(_params: Room, line: Line) {
    return line;
  }

  onJoin({ room }: Room) {
    this.diary.lines.add(`joins ${room}`);
  }

  async onLeave({ room }: Room) {
    this.diary.lines.add(`leaves ${room}`);
    if (room === 'hall') await this.channels.push(ChatChannel, { room }, { text: 'somebody has left' });
  }
}

@Injectable()
class Functions {
  @MizanClient({ websocket: true, output: 'boolean' })
  ping(@Arg('n', 'integer', { optional: true }) _n: number): boolean {
    return true;
  }
}

const chat: ModuleMetadata = { providers: [ChatChannel, Diary, Functions] };

/** A process of a chat that answers sockets, as far as it can tell. */
export class ChatApp {
  private constructor(private readonly started: StartedApp) {}

  static async start(redis: RelayRedisOptions): Promise<ChatApp> {
    const websocket = { maxFramesPerSecond: 100_000 };
    return new ChatApp(await startApp(chat, { mizan: { realtime: { redis }, websocket } }));
  }

  get diary(): Heard<string> {
    return this.started.app.get(Diary).lines;
  }

  /** What it has logged about the relay. */
  get logged(): readonly string[] {
    return this.started.logged.flatMap(({ level, text }) =>
      level !== 'log' || text.includes('relay') ? [text] : [],
    );
  }

  enter(): Promise<ChatGuest> {
    return ChatGuest.enter(this.started.origin);
  }

  async push(room: string, text: string): Promise<void> {
    await this.started.app.get(ChannelService).push(ChatChannel, { room }, { text });
  }

  close(): Promise<void> {
    return this.started.close();
  }
}

/** A process of the same app that answers nobody, as one that works through a queue. */
export async function startWorker(redis: RelayRedisOptions) {
  @Module({ imports: [MizanModule.forRoot({ realtime: { redis } })], ...chat })
  class WorkerModule {}
  const app = await NestFactory.createApplicationContext(WorkerModule, { logger: false });
  return {
    push: (room: string, text: string) => app.get(ChannelService).push(ChatChannel, { room }, { text }),
    close: () => app.close(),
  };
}

/** A frame as somebody in the chat sees it. */
export type Seen =
  | { readonly kind: 'joined' | 'left'; readonly room: string }
  | { readonly kind: 'line'; readonly room: string; readonly text: string }
  | { readonly kind: 'gap' }
  | { readonly kind: 'other'; readonly frame: unknown };

/** Somebody with a socket. */
export class ChatGuest {
  readonly seen = new Heard<Seen>();

  private constructor(private readonly socket: Awaited<ReturnType<typeof openSocket>>) {
    socket.raw.on('message', (data: Buffer) => this.seen.add(read(JSON.parse(data.toString()))));
  }

  static async enter(origin: string): Promise<ChatGuest> {
    return new ChatGuest(await openSocket(`${origin}/ws`));
  }

  get lines(): readonly string[] {
    return this.seen.items.flatMap((seen) => (seen.kind === 'line' ? [`${seen.room}: ${seen.text}`] : []));
  }

  get gaps(): number {
    return this.seen.items.filter(({ kind }) => kind === 'gap').length;
  }

  /** Asks for a room; resolves when it is told that it is in. */
  async join(room: string): Promise<void> {
    await this.#ask('subscribe', room, 'joined');
  }

  async leave(room: string): Promise<void> {
    await this.#ask('unsubscribe', room, 'left');
  }

  send(frame: object): void {
    this.socket.send(frame);
  }

  say(room: string, text: string): void {
    this.send({ action: 'message', channel: 'chat', params: { room }, data: { text } });
  }

  /** @param since how much it had seen before */
  async until(text: string, since?: number): Promise<void> {
    await this.seen.until((seen) => seen.kind === 'line' && seen.text === text, since);
  }

  async untilGap(): Promise<void> {
    await this.seen.until(({ kind }) => kind === 'gap');
  }

  /** All that was on its way to this socket has arrived. */
  async settle(): Promise<void> {
    const id = `settle ${Math.random()}`;
    const isAnswer = (seen: Seen) => seen.kind === 'other' && JSON.stringify(seen.frame).includes(id);
    const since = this.seen.items.length;
    this.send({ action: 'rpc', id, fn: 'ping' });
    await this.seen.until(isAnswer, since);
  }

  closed(): Promise<number> {
    return this.socket.closed();
  }

  close(): Promise<void> {
    return this.socket.close();
  }

  async #ask(action: string, room: string, answer: 'joined' | 'left'): Promise<void> {
    const since = this.seen.items.length;
    this.send({ action, channel: 'chat', params: { room } });
    await this.seen.until((seen) => seen.kind === answer && seen.room === room, since);
  }
}

interface Frame {
  readonly subscribed?: true;
  readonly unsubscribed?: true;
  readonly type?: string;
  readonly params?: { readonly room: string };
  readonly data?: { readonly text: string };
}

function read(frame: Frame): Seen {
  const { params, data, type } = frame;
  if (type === 'gap') return { kind: 'gap' };
  if (params === undefined) return { kind: 'other', frame };
  if (frame.subscribed) return { kind: 'joined', room: params.room };
  if (frame.unsubscribed) return { kind: 'left', room: params.room };
  if (type === 'ServerMessage' && data !== undefined)
    return { kind: 'line', room: params.room, text: data.text };
  return { kind: 'other', frame };
}
