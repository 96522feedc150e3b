import { array, assert, asyncProperty, constantFrom, nat, record } from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { createMizan } from '../create-mizan.js';
import { useManualTime } from '../fixture/clock.js';
import { ModelSockets } from '../fixture/model-sockets.js';
import { contextRef, functionRef } from '../refs.js';
import { channelRef, channelStore, realtime } from './index.js';

useManualTime();

type TicketBundle = { readonly ticket: { readonly titles: readonly number[]; readonly person: number } };
type Line = { readonly number: number; readonly person: number };

const ids = ['a', 'c'];
/** Of `c`, reads go over the socket. */
const refOf = (id: string) =>
  contextRef<{ readonly id: string }, TicketBundle>('ticket', ['id'], { overSocket: id === 'c' });
const room = channelRef<{}, never, Line>('room');
const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const numRuns = process.env['SOAK'] === '1' ? 5000 : 500;

const words = [
  'mount mount leave join join part rename miss say say',
  'call call rpc rpc abort abort break break down up person',
  'second minute tick tick tick',
  'advance '.repeat(14).trim(),
].flatMap((some) => some.split(' '));
const steps = array(record({ word: constantFrom(...words), id: constantFrom(...ids), choice: nat(20) }), {
  maxLength: 80,
  size: 'max',
});
interface Step {
  readonly word: string;
  readonly id: string;
  readonly choice: number;
}

const codes = [1001, 1006, 1011, 1013, 4401, 4429];

/** A client on a model server, and what its page shows at any time. */
class Page {
  readonly server = new ModelSockets();
  readonly mizan = createMizan({
    baseUrl: 'http://desk/api/mizan',
    fetch: this.server.fetch,
    realtime: realtime({ url: 'ws://desk/ws', WebSocket: this.server.socketClass }),
  });
  readonly mounted: { readonly id: string; readonly leave: () => void }[] = [];
  readonly joined: (() => void)[] = [];
  readonly callers: AbortController[] = [];
  readonly room = channelStore(this.mizan, room, {}, { history: 1000 });
  /** How each call ended. */
  readonly ends = new Map<number, string>();
  /** Who made each call. */
  readonly callPeople = new Map<number, number>();
  calls = 0;
  /** How many words had been said when it was joined: all later ones are heard, unless there is a gap. */
  heardFrom: number | undefined;
  mayForget = false;

  shown(id: string) {
    return this.mizan.context(refOf(id), { id }).getState();
  }

  mount(id: string): void {
    const store = this.mizan.context(refOf(id), { id });
    this.mounted.push({ id, leave: store.subscribe(() => undefined, { live: true }) });
  }

  call(id: string, overSocket: boolean): void {
    const call = (this.calls += 1);
    this.callPeople.set(call, this.server.person);
    const caller = new AbortController();
    this.callers.push(caller);
    const ref = functionRef<object, unknown>('rename', { overSocket });
    this.mizan.call(ref, { id, call }, caller).then(
      () => this.ends.set(call, 'done'),
      (error: { readonly code: string }) => this.ends.set(call, error.code),
    );
  }

  part(): void {
    this.joined.pop()?.();
    if (this.joined.length === 0) this.heardFrom = undefined;
  }

  break(choice: number, code: number): void {
    this.server.break(choice, code);
    // The page will forget, at a time that is its own: a gap is of no use to another person.
    if (code === 4401) this.mayForget = true;
  }

  async take({ word, id, choice }: Step): Promise<void> {
    const { server } = this;
    if (word === 'mount') this.mount(id);
    else if (word === 'leave') this.mounted.splice(choice % (this.mounted.length || 1), 1)[0]?.leave();
    else if (word === 'join') this.joined.push(this.room.subscribe(() => undefined));
    else if (word === 'part') this.part();
    else if (word === 'rename') server.rename(id);
    else if (word === 'say') server.say();
    else if (word === 'call' || word === 'rpc') this.call(id, word === 'rpc');
    else if (word === 'abort') this.callers[choice % (this.callers.length || 1)]?.abort();
    else if (word === 'miss') server.miss(id);
    else if (word === 'break') this.break(choice, codes[choice % codes.length] ?? 1006);
    else if (word === 'down' || word === 'up') server.isUp = word === 'up';
    else if (word === 'person') {
      server.person += 1;
      this.heardFrom = undefined;
      this.mizan.reset();
    } else if (word === 'tick') await vi.advanceTimersByTimeAsync(1);
    else if (word === 'second') await vi.advanceTimersByTimeAsync(1000);
    else if (word === 'minute') await vi.advanceTimersByTimeAsync(60_000);
    else server.advance(choice);
    // Lets go on whoever got an answer, without letting a tick pass.
    for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
  }

  /** Lets everything arrive until nothing is left to come, with a server that is up. */
  async settle(): Promise<void> {
    this.server.isUp = true;
    for (let second = 0; second < 100; second += 1) {
      for (let turn = 0; this.server.isBusy; turn += 1) {
        if (turn > 1000) throw new Error('The page never comes to rest.');
        await this.take({ word: 'advance', id: '', choice: 0 });
        await vi.advanceTimersByTimeAsync(1);
      }
      await vi.advanceTimersByTimeAsync(999);
    }
  }

  /** What must hold at any time. */
  check(): void {
    const { server } = this;
    expect(server.open).toBeLessThanOrEqual(1);
    expect(new Set(server.runs.map(({ call }) => call)).size).toBe(server.runs.length);
    for (const { call, person } of server.runs) expect(person).toBe(this.callPeople.get(call));
    for (const id of ids) {
      const person = this.shown(id).data?.ticket.person ?? server.person;
      expect(person).toBe(server.person);
    }
    const { messages, status } = this.room.getState();
    if (status === 'joined' && this.joined.length > 0) this.heardFrom ??= server.said.length;
    for (const { person } of messages) expect(person).toBe(server.person);
    const numbers = messages.map(({ number }) => number);
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect(new Set(numbers).size).toBe(numbers.length);
  }

  /** What must hold when nothing is left to come. */
  checkRest(): void {
    const { server } = this;
    for (const { id } of this.mounted) {
      const { status, data } = this.shown(id);
      expect([id, status, data?.ticket.titles]).toEqual([id, 'ready', server.titles(id)]);
    }
    for (let call = 1; call <= this.calls; call += 1) {
      expect(this.ends.get(call)).toBeDefined();
      const ran = server.runs.some((run) => run.call === call);
      if (this.ends.get(call) === 'done') expect(ran).toBe(true);
      if (this.ends.get(call) === 'UNAUTHORIZED') expect(ran).toBe(false);
    }
    const { status, gaps, messages } = this.room.getState();
    const heard = messages.map(({ number }) => number);
    if (this.joined.length > 0) expect(status).toBe('joined');
    if (gaps === 0 && this.heardFrom !== undefined && !this.mayForget)
      expect(heard).toEqual(expect.arrayContaining(server.said.slice(this.heardFrom)));
    const wanted = [...this.mounted.map(({ id }) => id), ...(this.joined.length > 0 ? ['room'] : [])];
    expect(new Set(server.listening)).toEqual(new Set(wanted));
  }
}

describe(`a page with live tickets and a room, when anything breaks at any time (SEED=${seed})`, () => {
  it(
    'runs no call twice, ends every call, and comes to show what the server has',
    { timeout: 600_000 },
    async () => {
      await assert(
        asyncProperty(steps, async (taken) => {
          // Of a run that failed.
          vi.clearAllTimers();
          const page = new Page();
          for (const step of taken) {
            await page.take(step);
            page.check();
          }
          await page.settle();
          page.check();
          page.checkRest();
          // What happens from then on is told, and nothing that came before.
          const { gaps } = page.room.getState();
          const heard = page.room.getState().messages.length;
          for (const id of ids) page.server.rename(id);
          page.server.say();
          await page.settle();
          page.check();
          page.checkRest();
          expect(page.room.getState().gaps).toBe(gaps);
          expect(page.room.getState().messages.length).toBe(heard + (page.joined.length > 0 ? 1 : 0));
          for (const id of ids) page.server.miss(id);
          await page.settle();
          page.checkRest();
          // When all are gone, so is the connection.
          for (const { leave } of page.mounted.splice(0)) leave();
          while (page.joined.length > 0) page.part();
          await page.settle();
          expect([page.server.listening, page.server.open]).toEqual([[], 0]);
          expect(vi.getTimerCount()).toBe(0);
        }),
        { seed, numRuns },
      );
    },
  );
});
