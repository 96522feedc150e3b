import { once } from 'node:events';
import { Injectable } from '@nestjs/common';
import { IsString } from 'class-validator';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { heapUsed } from '../../test-support/heap-used.js';
import { type StartedApp, startApp } from '../../test-support/start-app.js';
import { Arg, defineContext, MizanChannel, MizanClient } from '../index.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const numFrames = process.env['SOAK'] === '1' ? 100_000 : 10_000;

const Desk = defineContext('desk');

class Room {
  @IsString() room!: string;
}

@Injectable()
class Functions {
  @MizanClient({ websocket: true, affects: Desk, output: 'string' })
  echo(@Arg('text') text: string): string {
    if (text === 'throw') throw new Error('thrown');
    return text;
  }
  @MizanClient({ context: Desk, output: 'integer' })
  desk(@Arg('id', 'integer') id: number): number {
    return id;
  }
}

@MizanChannel('chat')
class Chat {
  static readonly params = Room;
  static readonly clientMessage = Room;
  static readonly serverMessage = Room;
  authorize({ room }: Room) {
    if (room === 'throw') throw new Error('thrown');
    return room !== 'vault';
  }
  receive(_params: Room, message: Room): Room {
    return message;
  }
}

const id = fc.oneof(
  { weight: 6, arbitrary: fc.string({ maxLength: 20 }) },
  { weight: 3, arbitrary: fc.double({ noNaN: true }) },
  fc.string({ minLength: 120, maxLength: 400, unit: 'binary' }),
  fc.constantFrom(null, true, [], {}, '__proto__', -0),
);
const json = fc.jsonValue({ maxDepth: 4 });
const room = fc.record({ room: fc.constantFrom('a', 'b', 'vault', 'throw', 7) });
const entry = fc.record(
  {
    context: fc.constantFrom('desk', 'desk', 'nope', ''),
    params: fc.oneof({ weight: 5, arbitrary: fc.record({ id: fc.integer({ min: 0, max: 20 }) }) }, json),
  },
  { requiredKeys: ['context'] },
);
const frame = fc.oneof(
  fc.record(
    { action: fc.constant('rpc'), id, fn: fc.constantFrom('echo', 'desk', 'nope'), args: json },
    {
      requiredKeys: ['action'],
    },
  ),
  fc.record({
    action: fc.constant('rpc'),
    id,
    fn: fc.constant('echo'),
    args: fc.record({ text: fc.oneof(fc.string({ unit: 'binary' }), fc.constant('throw')) }),
  }),
  fc.record({
    action: fc.constant('ctx'),
    id,
    context: fc.constantFrom('desk', 'nope'),
    params: fc.oneof(json, fc.record({ id: fc.integer() })),
  }),
  fc.record({
    action: fc.constant('watch'),
    id,
    contexts: fc.oneof(
      { weight: 5, arbitrary: fc.array(entry, { maxLength: 12 }) },
      fc.array(json, { maxLength: 3 }),
      json,
    ),
  }),
  fc.record({
    action: fc.constantFrom('subscribe', 'unsubscribe', 'message'),
    channel: fc.constantFrom('chat', 'nope'),
    params: fc.oneof({ weight: 5, arbitrary: room }, json),
    data: fc.oneof({ weight: 5, arbitrary: room }, json),
  }),
  fc.record({ action: json, id }),
  json,
);
const deep = fc.integer({ min: 1, max: 20_000 }).map((depth) => '['.repeat(depth) + ']'.repeat(depth));
/** A frame with a part of its text cut out, doubled or replaced. */
const broken = fc
  .tuple(
    frame.map((one) => JSON.stringify(one)),
    fc.nat(),
    fc.nat(),
    fc.string({ unit: 'binary', maxLength: 5 }),
  )
  .map(([text, from, length, other]) => {
    const start = from % (text.length + 1);
    return text.slice(0, start) + other + text.slice(start + (length % 10));
  });
const sent: fc.Arbitrary<string | Buffer> = fc.oneof(
  { weight: 8, arbitrary: frame.map((one) => JSON.stringify(one)) },
  { weight: 3, arbitrary: broken },
  {
    weight: 1,
    arbitrary: deep.map((lists) => `{"action":"rpc","id":1,"fn":"echo","args":{"text":${lists}}}`),
  },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 50 }).map((bytes) => Buffer.from(bytes)) },
);

const channelActions = new Set(['subscribe', 'unsubscribe', 'message']);

/** The id that the answer to a frame must have, as JSON; undefined when it can have none. */
function answeredId(data: string | Buffer): string | undefined {
  if (typeof data !== 'string') return undefined;
  try {
    const parsed: unknown = JSON.parse(data);
    const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
    const { id: given, action }: { id?: unknown; action?: unknown } = isObject ? parsed : {};
    if (typeof action === 'string' && channelActions.has(action)) return undefined;
    if (typeof given === 'string') return given.length > 128 ? undefined : JSON.stringify(given);
    return typeof given === 'number' && Math.abs(given) <= 2 ** 53 - 1 ? JSON.stringify(given) : undefined;
  } catch {
    return undefined;
  }
}

/** Sends frames over a socket of its own and counts what comes back: one frame for each. */
class Conversation {
  /** By the id that answers have, how many are still to come. */
  readonly #missing = new Map<string | undefined, number>();
  /** How often it was told of something that it watches. */
  told = 0;
  #running = 0;
  #goOn: () => void = () => undefined;

  private constructor(private readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => {
      const reply: { readonly id?: unknown; readonly type?: unknown } = JSON.parse(data.toString());
      // Whoever watches is told of what the calls of all others made stale.
      if (reply.type === 'invalidate') return void (this.told += 1);
      this.#count('id' in reply ? JSON.stringify(reply.id) : undefined, -1);
      this.#goOn();
    });
  }

  static async open(url: string): Promise<Conversation> {
    const socket = new WebSocket(url);
    const conversation = new Conversation(socket);
    await once(socket, 'open');
    return conversation;
  }

  async send(data: string | Buffer): Promise<void> {
    this.#count(answeredId(data), 1);
    this.socket.send(data);
    await this.#untilRunning(200);
  }

  /** Closes the socket. @returns the ids that have too few answers, or too many */
  async end(): Promise<readonly unknown[]> {
    await this.#untilRunning(0);
    this.socket.close();
    await once(this.socket, 'close');
    return [...this.#missing].filter(([, count]) => count !== 0);
  }

  #count(key: string | undefined, by: number): void {
    this.#missing.set(key, (this.#missing.get(key) ?? 0) + by);
    this.#running += by;
  }

  async #untilRunning(count: number): Promise<void> {
    while (this.#running > count) await new Promise<void>((resolve) => (this.#goOn = resolve));
  }
}

describe(`frames at random (SEED=${seed})`, () => {
  let app: StartedApp;
  beforeAll(async () => {
    const enormous = { maxFramesPerSecond: 1e9, maxBadFrames: 1e9, maxRunningCalls: 1e9 };
    app = await startApp(
      { providers: [Functions, Chat] },
      { mizan: { websocket: enormous }, nest: { logger: false } },
    );
  });
  afterAll(() => app.close());

  it(`are all answered, ${numFrames} of them, and memory stays flat`, { timeout: 600_000 }, async () => {
    let told = 0;
    const sendRound = async (round: number) => {
      const frames = fc.sample(sent, { seed: seed + round, numRuns: numFrames / 10 });
      const conversation = await Conversation.open(`${app.origin.replace('http', 'ws')}/ws`);
      for (const data of frames) await conversation.send(data);
      expect(await conversation.end()).toEqual([]);
      told += conversation.told;
    };
    await sendRound(0);
    const before = heapUsed();
    for (let round = 1; round < 10; round += 1) await sendRound(round);
    expect(heapUsed() - before).toBeLessThan(5);
    expect(told).toBeGreaterThan(0);
    expect(await (await app.call('echo', { text: 'alive' })).json()).toMatchObject({
      result: { result: 'alive' },
    });
  });
});
