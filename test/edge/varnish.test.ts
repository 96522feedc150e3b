import { contextRef, createMizan, functionRef } from '@mizan/client';
import { MizanCache } from '@mizan/nestjs';
import { array, asyncProperty, assert, boolean, constantFrom, oneof, record } from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { titled, varnishPath } from '../services.js';
import { BoardContext, BoardStore, NewsContext } from './board-app.module.js';
import { type AppBehindVarnish, startBehindVarnish } from './start-behind-varnish.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const numRuns = process.env['SOAK'] === '1' ? 300 : 30;
const secret = 'cache-secret-0123456789abcdef0123';

const setups = [
  ['express', {}],
  ['fastify', {}],
  ['express', { cache: { secret } }],
] as const;

function pathOf(params: { readonly team: string; readonly archived: boolean | undefined }): string {
  const query = new URLSearchParams({ team: params.team });
  if (params.archived !== undefined) query.set('archived', String(params.archived));
  return `board/?${query}`;
}

const varnish = varnishPath();
describe.skipIf(varnish === undefined).each(setups)(
  titled('an app on %s with %o, behind Varnish', 'varnish', varnish),
  (platform, options) => {
    let behind: AppBehindVarnish;
    beforeAll(async () => {
      behind = await startBehindVarnish(platform, options);
    });
    afterAll(() => behind.close());
    beforeEach(async () => {
      await call('start_over');
      behind.seen.length = 0;
    });

    const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
      fetch(`${behind.edgeUrl}/ctx/${path}`, { headers, method });
    const read = async (path: string, headers?: Record<string, string>): Promise<unknown> =>
      (await get(path, headers)).json();
    const call = (fn: string, args?: unknown, headers: Record<string, string> = {}) =>
      fetch(`${behind.edgeUrl}/call/`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers },
        body: JSON.stringify({ fn, args }),
      });
    /** Which of these bundles are still stored. */
    const kept = async (...paths: readonly string[]) => {
      const still: string[] = [];
      for (const path of paths) {
        behind.seen.length = 0;
        await get(path);
        if (behind.seen.length === 0) still.push(path);
      }
      return still;
    };
    const all = ['board/?team=a', 'board/?archived=true&team=a', 'board/?team=b', 'news/', 'news/?page=2'];
    const store = () => kept(...all);

    it('serves public bundles from what it stored', async () => {
      const first = await Promise.all(all.map((path) => read(path)));
      behind.seen.length = 0;
      expect(await Promise.all(all.map((path) => read(path)))).toEqual(first);
      expect(behind.seen).toEqual([]);
    });

    it('serves them to everybody alike, whatever the request says of its caller', async () => {
      const nobody = await get('board/?team=a');
      const ofNobody = await nobody.text();
      behind.seen.length = 0;
      const callers = [{ cookie: 'session=1' }, { authorization: 'Bearer x' }, { 'x-mizan-token': 'bad' }];
      for (const headers of callers)
        expect(await (await get('board/?team=a', headers)).text()).toBe(ofNobody);
      expect(behind.seen).toEqual([]);
    });

    it('stores what a caller with a cookie asked for first as it is for everybody', async () => {
      const mine = await read('news/?page=7', { cookie: 'session=1', 'x-mizan-token': 'bad' });
      behind.seen.length = 0;
      expect(await read('news/?page=7')).toEqual(mine);
      expect(behind.seen).toEqual([]);
    });

    it('never stores a bundle of one caller', async () => {
      for (const id of [1, 2, 1]) {
        expect(await read('desk/', { cookie: `session=${id}` })).toEqual({ desk: { owner: id } });
      }
      expect((await get('desk/')).status).toBe(401);
      expect((await get('desk/', { cookie: 'session=1', 'x-mizan-token': 'bad' })).status).toBe(401);
      expect(behind.seen).toHaveLength(5);
    });

    it('never stores a failure', async () => {
      for (const path of ['board/?team=gone', 'board/', 'nothing/', 'news/?page=x']) {
        behind.seen.length = 0;
        expect([(await get(path)).ok, (await get(path)).ok, behind.seen.length]).toEqual([false, false, 2]);
      }
    });

    it('answers HEAD from what it stored', async () => {
      await store();
      behind.seen.length = 0;
      const head = await get('board/?team=a', {}, 'HEAD');
      expect([head.status, await head.text(), behind.seen]).toEqual([200, '', []]);
    });

    it('tells browsers to store nothing, and keeps groups and keys to itself', async () => {
      for (const response of [
        await get('news/'),
        await get('news/'),
        await call('rename_team', { team: 'a' }),
      ]) {
        expect(response.headers.get('cache-control')).toBe('no-store');
        for (const name of ['cache-groups', 'cache-group-invalidation', 'surrogate-key']) {
          expect([name, response.headers.get(name)]).toEqual([name, null]);
        }
      }
      expect((await call('rename_team', { team: 'a' })).headers.get('x-mizan-invalidate')).toBe(
        'board;team=a',
      );
    });

    it.each([
      ['rename_team', { team: 'a' }, ['board/?team=b', 'news/', 'news/?page=2']],
      ['rename_team', { team: 'nobody' }, all],
      // The default of `archived` is not said by the bundle that was read without it, so it counts as any.
      ['move_card', { team: 'a', archived: true }, ['board/?team=b', 'news/', 'news/?page=2']],
      ['move_card', { team: 'a', archived: false }, all.filter((path) => path !== 'board/?team=a')],
      ['redraw', { team: 'a', archived: false }, all.filter((path) => path !== 'board/?team=a')],
      ['start_over', {}, []],
      ['break_down', {}, all],
    ])('purges what %s(%o) made stale, and nothing else', async (fn, args, left) => {
      await store();
      expect(await store()).toEqual(all);
      await call(fn, args);
      expect(await store()).toEqual(left);
    });

    it('purges nothing when a mutation changes what is stored nowhere', async () => {
      await store();
      expect((await call('tidy_desk', {}, { cookie: 'session=1', 'sec-fetch-site': 'same-origin' })).ok).toBe(
        true,
      );
      expect(await store()).toEqual(all);
    });

    it('purges what the app says by itself, through the hook', async () => {
      const cache = behind.app.get(MizanCache);
      await store();
      await cache.invalidate(BoardContext, { team: 'b' });
      await expect.poll(() => kept('board/?team=b')).toEqual([]);
      expect(await kept('board/?team=a', 'news/')).toEqual(['board/?team=a', 'news/']);
      await cache.invalidate(NewsContext);
      await expect.poll(() => kept('news/?page=2')).toEqual([]);
    });

    it('is purged by a mutation that did not go through it before that is answered', async () => {
      await store();
      await fetch(`${behind.originUrl}/call/`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ fn: 'rename_team', args: { team: 'a' } }),
      });
      expect(await store()).toEqual(['board/?team=b', 'news/', 'news/?page=2']);
    });

    it('neither stores an answer that a change has overtaken, nor gives it to who asks after the change', async () => {
      const { version } = behind.app.get(BoardStore).read('d', false);
      const held = behind.app.get(BoardStore).holdNext();
      const early = read('board/?team=d');
      await held.arrived;
      await call('rename_team', { team: 'd' });
      const late = read('board/?team=d');
      held.release();
      expect(await early).toMatchObject({ board: { version } });
      expect(await late).toMatchObject({ board: { version: version + 1 } });
      expect(await read('board/?team=d')).toMatchObject({ board: { version: version + 1 } });
    });

    it('shows a page its own change', async () => {
      const boardRef = contextRef<{ team: string }, { board: { version: number } }>('board', ['team']);
      const mizan = createMizan({ baseUrl: behind.edgeUrl });
      const board = mizan.context(boardRef, { team: 'c' });
      const leave = board.subscribe(() => undefined);
      await expect.poll(() => board.getState().data?.board.version).toBe(0);
      await mizan.call(functionRef<{ team: string }, number>('rename_team'), { team: 'c' });
      await expect.poll(() => board.getState().data?.board.version).toBe(1);
      leave();
    });

    it(
      `is never behind the app after a change, and asks it only for what changed (SEED=${seed})`,
      { timeout: 120_000 },
      async () => {
        const team = constantFrom('a', 'b', 'a.b', 'ä"', 'x'.repeat(60));
        const reading = record({ team, archived: constantFrom(undefined, true, false) });
        const change = oneof(
          record({ fn: constantFrom('rename_team'), args: record({ team }) }),
          record({ fn: constantFrom('move_card', 'redraw'), args: record({ team, archived: boolean() }) }),
        );
        const steps = array(oneof(reading, change), { maxLength: 40 });
        const holds = asyncProperty(steps, async (taken) => {
          await call('start_over');
          let stored: { readonly team: string; readonly archived: boolean | undefined }[] = [];
          for (const step of taken) {
            if ('fn' in step) {
              await call(step.fn, step.args);
              const { team: changed, archived } = step.args as { team: string; archived?: boolean };
              const isHit = (one: (typeof stored)[number]) =>
                one.team === changed &&
                (archived === undefined || one.archived === undefined || one.archived === archived);
              stored = stored.filter((one) => !isHit(one));
              continue;
            }
            behind.seen.length = 0;
            const answer = await read(pathOf(step));
            const isStored = stored.some((one) => one.team === step.team && one.archived === step.archived);
            expect({ step, asked: behind.seen.length }).toEqual({ step, asked: isStored ? 0 : 1 });
            if (!isStored) stored.push(step);
            const truth: unknown = await (await fetch(`${behind.originUrl}/ctx/${pathOf(step)}`)).json();
            expect(answer).toEqual(truth);
          }
        });
        await assert(holds, { seed, numRuns });
      },
    );
  },
);
