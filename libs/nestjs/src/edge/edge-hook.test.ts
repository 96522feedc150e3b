import { setTimeout as later } from 'node:timers/promises';
import type { Target } from '@mizan/protocol';
import { Injectable } from '@nestjs/common';
import { afterEach, describe, expect, it } from 'vitest';
import { startApp, type StartedApp } from '../../test-support/start-app.js';
import {
  Arg,
  defineContext,
  type EdgeHeaders,
  type EdgeOptions,
  MizanCache,
  MizanClient,
  NotFound,
} from '../index.js';

const Board = defineContext('board');
const Mine = defineContext('mine');

@Injectable()
class BoardFunctions {
  @MizanClient({ context: Board, cache: { scope: 'public' }, output: 'string' })
  board(@Arg('team') team: string) {
    return team;
  }

  @MizanClient({ context: Mine, output: 'string' })
  mine() {
    return 'mine';
  }

  @MizanClient({ output: 'integer' })
  countTeams() {
    return 2;
  }

  @MizanClient({ affects: [Board, Mine], output: 'boolean' })
  renameTeam(@Arg('team') team: string) {
    if (team === 'gone') throw new NotFound('There is no such team');
    return true;
  }
}

describe('the hook onInvalidate', () => {
  let started: StartedApp | undefined;
  afterEach(() => started?.close());

  const start = async (edge: EdgeOptions) => {
    started = await startApp({ providers: [BoardFunctions] }, { mizan: { edge } });
    return started;
  };
  const heard: { targets: readonly Target[]; headers: EdgeHeaders }[] = [];
  const onInvalidate = (targets: readonly Target[], headers: EdgeHeaders) =>
    void heard.push({ targets, headers });
  afterEach(() => void (heard.length = 0));

  it('is told of what a mutation made stale, with what its answer says', async () => {
    const app = await start({ cacheGroups: true, surrogateKeys: true, onInvalidate });
    const answer = await app.call('rename_team', { team: 'a' });
    const targets = [{ context: 'board', params: { team: 'a' } }, 'mine'];
    const headers = {
      'X-Mizan-Invalidate': 'board;team=a, mine',
      'Cache-Group-Invalidation': '"board;team=a"',
      'Surrogate-Key': 'board;team=a',
    };
    expect(heard).toEqual([{ targets, headers }]);
    for (const name of ['X-Mizan-Invalidate', 'Cache-Group-Invalidation'] as const) {
      expect(answer.headers.get(name)).toBe(headers[name]);
    }
    expect(answer.headers.has('surrogate-key')).toBe(false);
  });

  it('is told of what MizanCache.invalidate says, with and without headers for an edge', async () => {
    const app = await start({ onInvalidate });
    const cache = app.app.get(MizanCache);
    await cache.invalidate(Board, { team: 'b' });
    await cache.invalidate(Mine);
    expect(heard.map(({ headers }) => headers)).toEqual([
      { 'X-Mizan-Invalidate': 'board;team=b' },
      { 'X-Mizan-Invalidate': 'mine' },
    ]);
  });

  it('hears nothing of a mutation that failed', async () => {
    const app = await start({ onInvalidate });
    expect((await app.call('rename_team', { team: 'gone' })).status).toBe(404);
    expect(heard).toEqual([]);
  });

  it('is awaited before the mutation is answered', async () => {
    let isDone = false;
    const app = await start({
      onInvalidate: async () => {
        await later(20);
        isDone = true;
      },
    });
    await app.call('rename_team', { team: 'a' });
    expect(isDone).toBe(true);
  });

  it('holds an answer back no longer than patience lasts', async () => {
    const app = await start({ onInvalidate: () => new Promise(() => undefined) });
    const began = performance.now();
    expect((await app.call('rename_team', { team: 'a' })).status).toBe(200);
    expect(performance.now() - began).toBeGreaterThan(1_900);
    expect(app.logged.filter(({ level }) => level === 'error')[1]?.text).toContain('HookTimeout');
  });

  it('holds back no call that changes nothing', async () => {
    const app = await start({ onInvalidate: () => new Promise(() => undefined) });
    const changing = app.call('rename_team', { team: 'a' }).then(() => 'changed');
    const asking = app.call('count_teams').then(() => 'asked');
    expect(await Promise.race([changing, asking])).toBe('asked');
    await changing;
  });

  it('may fail: the caller learns nothing, and each kind of failure is logged once', async () => {
    let failure: unknown = new TypeError('fetch failed');
    const app = await start({
      onInvalidate: () => {
        if (failure !== undefined) throw failure;
      },
    });
    const change = async () => (await app.call('rename_team', { team: 'a' })).status;
    const errors = () => app.logged.filter(({ level }) => level === 'error').map(({ text }) => text);
    expect([await change(), await change()]).toEqual([200, 200]);
    expect(errors()).toHaveLength(2);
    expect(errors()[0]).toContain('edge.onInvalidate failed');
    expect(errors()[1]).toContain('TypeError: fetch failed');
    failure = Object.assign(new Error('no'), { code: 'ECONNREFUSED' });
    await change();
    expect(errors()).toHaveLength(4);
    failure = undefined;
    await change();
    failure = new TypeError('fetch failed');
    await change();
    expect(errors()).toHaveLength(6);
  });
});
