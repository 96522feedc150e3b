import { array, asyncProperty, assert, constantFrom, nat, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ContextStore } from './context-store.js';
import { createMizan } from './create-mizan.js';
import { tick, useManualTime } from './fixture/clock.js';
import { ModelDesk } from './fixture/model-desk.js';
import { contextRef, functionRef } from './refs.js';

useManualTime();

interface TicketBundle {
  readonly ticket: { readonly id: string; readonly titles: readonly string[] };
}

const ticketContext = contextRef<{ readonly id: string }, TicketBundle>('ticket', ['id']);
const ids = ['a', 'b'];
const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const numRuns = process.env['SOAK'] === '1' ? 5000 : 500;
const timeout = 120_000;

const word = constantFrom(
  'mount',
  'leave',
  'fetch',
  'one',
  'all',
  'merge',
  'tick',
  'advance',
  'advance',
  'advance',
);
const steps = (kinds: readonly string[]) =>
  array(
    record({ word: word.filter((each) => kinds.includes(each)), id: constantFrom(...ids), choice: nat(20) }),
    {
      maxLength: 60,
      size: 'max',
    },
  );

/** A client on a model server, and what its page shows at any time. */
function page() {
  const desk = new ModelDesk();
  const mizan = createMizan({ transport: desk });
  const store = (id: string) => mizan.context(ticketContext, { id });
  const mounted: { id: string; leave: () => void; store: ContextStore<TicketBundle> }[] = [];
  const shown = (id: string) => store(id).getState().data?.ticket.titles;
  let title = 0;

  async function take(step: { word: string; id: string; choice: number }): Promise<void> {
    if (step.word === 'mount') {
      mounted.push({ id: step.id, leave: store(step.id).subscribe(() => undefined), store: store(step.id) });
    } else if (step.word === 'leave') {
      mounted.splice(step.choice % (mounted.length || 1), 1)[0]?.leave();
    } else if (step.word === 'fetch') {
      void mizan.fetch(ticketContext, { id: step.id });
    } else if (step.word === 'tick') {
      await tick();
    } else if (step.word === 'advance') {
      desk.advance(step.choice);
    } else {
      void mizan.call(functionRef<object, unknown>(step.word), { id: step.id, title: String((title += 1)) });
    }
    // Lets go on whoever got an answer, without letting a tick pass.
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  }

  async function settle(): Promise<void> {
    for (let turn = 0; turn < 1000; turn += 1) {
      await tick();
      if (!desk.busy) return;
      desk.advance(0);
    }
    throw new Error('The page never comes to rest.');
  }

  return { desk, mounted, shown, take, settle };
}

describe(`any order of events (SEED=${seed})`, { timeout }, () => {
  it.each([
    ['merge', ['merge']],
    ['invalidate', ['one', 'all']],
    ['do both', ['one', 'all', 'merge']],
  ])('ends with every mounted context as the server has it, when mutations %s', async (_, mutations) => {
    await assert(
      asyncProperty(steps(['mount', 'leave', 'fetch', 'tick', 'advance', ...mutations]), async (taken) => {
        const { desk, mounted, shown, take, settle } = page();
        for (const step of taken) {
          await take(step);
          for (const id of ids) expect(desk.wanted(id)).toBeLessThanOrEqual(1);
        }
        await settle();
        for (const { id, store } of mounted) {
          expect(store.getState().status).toBe('ready');
          expect(shown(id)).toEqual(desk.titles(id));
        }
        // At rest, nothing more is asked for.
        const { sent } = desk;
        await tick();
        expect(desk.sent).toBe(sent);
      }),
      { seed, numRuns },
    );
  });

  it('never goes back to older data where mutations only invalidate', async () => {
    const withoutMerges = ['mount', 'leave', 'fetch', 'one', 'all', 'tick', 'advance'];
    await assert(
      asyncProperty(steps(withoutMerges), async (taken) => {
        const { mounted, shown, take } = page();
        const newest = new Map<string, number>();
        for (const step of taken) {
          await take(step);
          for (const { id } of mounted) {
            const length = shown(id)?.length;
            if (length === undefined) continue;
            expect(length).toBeGreaterThanOrEqual(newest.get(id) ?? 0);
            newest.set(id, length);
          }
        }
      }),
      { seed, numRuns },
    );
  });
});
