import { Injectable } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { heard, told, watch, watching } from '../../test-support/live-frames.js';
import { openSocket, type TestSocket } from '../../test-support/open-socket.js';
import { type StartedApp, startApp } from '../../test-support/start-app.js';
import { Arg, defineContext, MizanClient, NotFound, SocketService } from '../index.js';

const SlowContext = defineContext('slow');
const QuickContext = defineContext('quick');

/** Reads that wait, by the param they were asked with, and what lets them go on. */
class Gates {
  readonly #open = new Map<number, () => void>();
  readonly started: number[] = [];
  #whenStarted: () => void = () => undefined;

  wait(n: number): Promise<void> {
    this.started.push(n);
    this.#whenStarted();
    return new Promise((resolve) => this.#open.set(n, resolve));
  }

  async until(count: number): Promise<void> {
    while (this.started.length < count) await new Promise<void>((resolve) => (this.#whenStarted = resolve));
  }

  open(...which: readonly number[]): void {
    for (const n of which) this.#open.get(n)?.();
  }

  openAll(): void {
    this.open(...this.#open.keys());
  }
}

let gates: Gates;
let value: string;
let isHidden = false;

@Injectable()
class Functions {
  @MizanClient({ context: SlowContext, output: 'string' })
  async slow(@Arg('n', 'integer') n: number): Promise<string> {
    const [read, isRefused] = [value, isHidden];
    if (n > 0) await gates.wait(n);
    if (isRefused) throw new NotFound();
    return read;
  }
  @MizanClient({ context: QuickContext, output: 'string' })
  quick(@Arg('n', 'integer') _n: number): string {
    return value;
  }
  @MizanClient({ affects: [SlowContext, QuickContext], output: 'boolean' })
  change(@Arg('n', 'integer') _n: number, @Arg('to') to: string): boolean {
    value = to;
    return true;
  }
}

let app: StartedApp;
let socket: TestSocket;
beforeEach(async () => {
  gates = new Gates();
  value = 'old';
  isHidden = false;
  const ada = { id: 'ada', isStaff: false, isSuperuser: false, permissions: [] };
  app = await startApp({ providers: [Functions] }, { mizan: { websocket: {}, identity: () => ada } });
  socket = await openSocket(`${app.origin}/ws`);
});
afterEach(async () => {
  gates.openAll();
  await app.close();
});

const slow = (n: number) => ({ context: 'slow', params: { n } });
const quick = (n: number) => ({ context: 'quick', params: { n } });
const as = (id: string, frame: object) => ({ ...frame, id });
const change = (n: number) => app.call('change', { n, to: 'new' });

describe('a change while an entry is being read', () => {
  it('is told by the acknowledgement: who reads after it reads what is new', async () => {
    socket.send(watch(slow(1)));
    await gates.until(1);
    await change(1);
    expect(await heard(socket)).toEqual([]);
    gates.open(1);
    expect(await socket.next()).toEqual(watching(1));
    expect(await heard(socket)).toEqual([]);
    socket.send({ action: 'ctx', id: 'r', context: 'slow', params: { n: 1 } });
    await gates.until(2);
    gates.open(1);
    expect(await socket.next()).toEqual({ id: 'r', ok: true, data: { slow: { result: 'new' } } });
  });

  it('that ends the right to read it is found at the next look', async () => {
    socket.send(watch(slow(-1), slow(1)));
    await gates.until(1);
    // The one entry has been read, the other holds the acknowledgement up.
    await change(-1);
    isHidden = true;
    gates.open(1);
    expect(await socket.next()).toEqual(watching(2));
    await app.app.get(SocketService).recheck('ada');
    await change(-1);
    expect(await heard(socket)).toEqual([]);
  });

  it('is told at once of entries that were watched before', async () => {
    await socket.ask(watch(quick(1), quick(2)));
    socket.send(watch(quick(1), slow(1)));
    await gates.until(1);
    await change(1);
    await change(2);
    expect(await heard(socket)).toEqual([told(quick(1))]);
    gates.open(1);
    expect(await socket.next()).toEqual(watching(2));
    await change(1);
    expect(await heard(socket)).toEqual([told(quick(1), slow(1))]);
  });

  it('that comes in the turn of the acknowledgement is told after it', async () => {
    socket.send(watch(slow(1)));
    await gates.until(1);
    for (let round = 0; round < 3; round += 1) {
      gates.open(1);
      const changing = change(1);
      expect(await socket.next()).toEqual(watching(1));
      await changing;
      const frames = await heard(socket);
      expect([[], [told(slow(1))]]).toContainEqual(frames);
      await socket.ask(watch());
      socket.send(watch(slow(1)));
      await gates.until(round + 2);
    }
  });
});

describe('a frame that comes while the one before it is being read', () => {
  it('is answered first when it is read first, and its set counts', async () => {
    socket.send(as('1', watch(slow(1))));
    await gates.until(1);
    expect(await socket.ask(as('2', watch(quick(2))))).toEqual(as('2', watching(1)));
    gates.open(1);
    expect(await socket.next()).toEqual(as('1', watching(0)));
    await change(1);
    await change(2);
    expect(await heard(socket)).toEqual([told(quick(2))]);
  });

  it('does not have read again what is being read', async () => {
    socket.send(as('1', watch(slow(1))));
    await gates.until(1);
    socket.send(as('2', watch(slow(1), quick(2))));
    expect(await heard(socket)).toEqual([]);
    gates.open(1);
    expect([await socket.next(), await socket.next()]).toEqual([as('1', watching(1)), as('2', watching(2))]);
    expect(gates.started).toEqual([1]);
  });

  it('has an entry read anew that was dropped in between', async () => {
    socket.send(as('1', watch(slow(1))));
    await gates.until(1);
    const [first] = [gates];
    socket.send(as('2', watch()));
    expect(await socket.next()).toEqual(as('2', watching(0)));
    gates = new Gates();
    socket.send(as('3', watch(slow(1))));
    await gates.until(1);
    first.open(1);
    expect(await socket.next()).toEqual(as('1', watching(0)));
    gates.open(1);
    expect(await socket.next()).toEqual(as('3', watching(1)));
    await change(1);
    expect(await heard(socket)).toEqual([told(slow(1))]);
  });

  it('is not refused what a change has let it read since', async () => {
    isHidden = true;
    socket.send(as('1', watch(slow(1))));
    await gates.until(1);
    isHidden = false;
    await change(1);
    socket.send(as('2', watch(slow(1))));
    expect(await heard(socket)).toEqual([]);
    gates.open(1);
    await gates.until(2);
    gates.open(1);
    expect([await socket.next(), await socket.next()]).toEqual([as('1', watching(1)), as('2', watching(1))]);
    await change(1);
    expect(await heard(socket)).toEqual([told(slow(1))]);
  });

  it('leaves unread what it does not name and what waits to be read', async () => {
    const many = Array.from({ length: 30 }, (_, index) => slow(index + 1));
    socket.send(as('1', watch(...many)));
    await gates.until(10);
    expect(await heard(socket)).toEqual([]);
    expect(await socket.ask(as('2', watch()))).toEqual(as('2', watching(0)));
    gates.openAll();
    expect(await socket.next()).toEqual(as('1', watching(0)));
    expect(gates.started).toHaveLength(10);
  });
});

const look = () => app.app.get(SocketService).recheck('ada');

describe('an entry that is being read again at a look', () => {
  it.each([
    ['changes', () => change(1)],
    ['is named again', () => socket.ask(watch(slow(1)))],
  ])('is not dropped when it %s meanwhile: then it may be readable again', async (_, happens) => {
    socket.send(watch(slow(1)));
    await gates.until(1);
    gates.open(1);
    expect(await socket.next()).toEqual(watching(1));
    isHidden = true;
    await change(1);
    expect(await heard(socket)).toEqual([told(slow(1))]);
    const looking = look();
    await gates.until(2);
    isHidden = false;
    await happens();
    gates.open(1);
    await looking;
    await heard(socket);
    await change(1);
    expect(await heard(socket)).toEqual([told(slow(1))]);
    isHidden = true;
    const lookingAgain = look();
    await gates.until(3);
    gates.open(1);
    await lookingAgain;
    await change(1);
    expect(await heard(socket)).toEqual([]);
  });
});

describe('a socket that closes while its entries are read', () => {
  it('leaves nothing behind: what waited is not read, and nobody is told', async () => {
    const many = Array.from({ length: 30 }, (_, index) => slow(index + 1));
    socket.send(watch(...many));
    await gates.until(10);
    await socket.close();
    const other = await openSocket(`${app.origin}/ws`);
    await other.ask(watch(quick(1)));
    gates.openAll();
    await change(1);
    expect(await heard(other)).toEqual([told(quick(1))]);
    expect(gates.started).toHaveLength(10);
    expect(app.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
