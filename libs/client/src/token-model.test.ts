import { array, asyncProperty, assert, constantFrom, nat, record } from 'fast-check';
import { expect, it, vi } from 'vitest';
import { createMizan } from './create-mizan.js';
import { tick, useManualTime } from './fixture/clock.js';
import { ModelTokens } from './fixture/model-tokens.js';
import { contextRef, functionRef } from './refs.js';
import { mwtTokens } from './token-transport.js';

useManualTime();

type Me = { readonly person: string | null; readonly sentAt: number };
const meContext = contextRef<object, { readonly whoami: Me }>('me');
const save = functionRef<{ readonly id: number }, null>('save');

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const numRuns = process.env['SOAK'] === '1' ? 5000 : 500;

const steps = array(
  record({
    word: constantFrom(
      'call',
      'fetch',
      'ada',
      'bob',
      'nobody',
      'told ada',
      'told bob',
      'told nobody',
      'forget',
      'fail',
      'heal',
      'soon',
      'late',
      'tick',
      ...Array.from({ length: 8 }, () => 'advance'),
    ),
    choice: nat(20),
  }),
  { maxLength: 80, size: 'max' },
);

/** A page that shows who the server takes it for. */
function page() {
  const server = new ModelTokens();
  const mizan = createMizan({ fetch: server.fetch, tokens: mwtTokens() });
  const store = mizan.context(meContext);
  let calls = 0;
  /** How often somebody else had come when each call was made, as far as the page knew. */
  const madeIn = new Map<number, number>();
  /** What was sent before this is of somebody before. */
  let since = 0;
  let change = 0;
  /** Whom the page knows to be signed in; null for nobody, undefined while it does not know. */
  let holder: string | null | undefined;
  let seen = 0;

  function begin(person: string | null | undefined): void {
    since = server.sent;
    change += 1;
    holder = person;
  }

  /** Follows what the page was told of tokens, as it should understand it. */
  function follow(): void {
    for (const { person = null, sentAt, isFailure } of server.delivered.slice(seen)) {
      if (sentAt <= since) continue;
      if (isFailure) {
        holder ??= null;
        continue;
      }
      if (holder !== undefined && person !== holder) begin(person);
      else holder = person;
    }
    seen = server.delivered.length;
  }

  async function settle(): Promise<void> {
    for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
    follow();
  }

  async function take({ word, choice }: { word: string; choice: number }): Promise<void> {
    const [told, person] = word.startsWith('told') ? [true, word.slice(5)] : [false, word];
    if (['ada', 'bob', 'nobody'].includes(person)) {
      server.person = person === 'nobody' ? undefined : person;
      if (told) {
        mizan.reset();
        begin(undefined);
      }
    } else if (word === 'call') {
      calls += 1;
      madeIn.set(calls, change);
      mizan.call(save, { id: calls }).catch(() => undefined);
    } else if (word === 'fetch') {
      mizan.fetch(meContext).catch(() => undefined);
    } else if (word === 'forget') {
      server.forget();
    } else if (word === 'fail' || word === 'heal') {
      server.failing = word === 'fail';
    } else if (word === 'tick') {
      await tick();
    } else if (word === 'advance') {
      server.advance(choice);
    } else {
      vi.setSystemTime(Date.now() + (word === 'soon' ? 85_000 : 100_000));
    }
    await settle();
  }

  async function rest(): Promise<void> {
    for (let turn = 0; turn < 1000; turn += 1) {
      await tick();
      await settle();
      if (!server.busy) return;
      server.advance(0);
    }
    throw new Error('The page never comes to rest.');
  }

  return { server, mizan, store, madeIn, take, settle, rest, since: () => since };
}

it(
  `shows nothing of somebody before, and does nothing twice or as another (SEED=${seed})`,
  { timeout: 120_000 },
  async () => {
    await assert(
      asyncProperty(steps, async (taken) => {
        const { server, mizan, store, madeIn, take, settle, rest, since } = page();
        const leave = store.subscribe(() => undefined);
        // Whatever is sent from now on is known to be sent after what was.
        await settle();
        for (const step of taken) {
          await take(step);
          const shown = store.getState().data?.whoami;
          if (shown !== undefined) expect(shown.sentAt).toBeGreaterThan(since());
        }
        await rest();
        const ids = server.runs.map(({ id }) => id);
        expect(ids).toEqual([...new Set(ids)]);
        for (const one of server.runs.filter(({ hasToken }) => hasToken)) {
          const alike = server.runs.filter(
            ({ id, hasToken }) => hasToken && madeIn.get(id) === madeIn.get(one.id),
          );
          expect(new Set(alike.map(({ person }) => person)).size).toBe(1);
        }
        server.failing = false;
        mizan.reset();
        await rest();
        expect(store.getState()).toMatchObject({
          status: 'ready',
          data: { whoami: { person: server.person ?? null } },
        });
        leave();
      }),
      { seed, numRuns },
    );
  },
);
