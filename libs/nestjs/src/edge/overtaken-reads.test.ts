import { Injectable } from '@nestjs/common';
import { afterEach, describe, expect, it } from 'vitest';
import { startApp, type StartedApp } from '../../test-support/start-app.js';
import { Arg, defineContext, memoryStore, MizanCache, MizanClient, type MizanOptions } from '../index.js';

const Board = defineContext('board');

/** Lets a read wait in the middle of its method. */
class Gate {
  #open: () => void = () => undefined;
  #arrived: () => void = () => undefined;
  readonly passed = new Promise<void>((resolve) => (this.#open = resolve));
  readonly arrived = new Promise<void>((resolve) => (this.#arrived = resolve));

  arrive(): Promise<void> {
    this.#arrived();
    return this.passed;
  }

  open(): void {
    this.#open();
  }
}

let gate: Gate | undefined;

@Injectable()
class BoardFunctions {
  @MizanClient({ context: Board, cache: { scope: 'public' }, output: 'string' })
  async board(@Arg('team') team: string) {
    await gate?.arrive();
    return team;
  }

  @MizanClient({ affects: Board, output: 'boolean' })
  renameTeam(@Arg('team') _team: string) {
    return true;
  }
}

const secret = 'cache-secret-0123456789abcdef0123';
const edge = { cacheGroups: true };

describe.each([
  ['without a cache', { edge }],
  ['with a cache', { edge, cache: { secret } }],
] as readonly [string, MizanOptions][])('a read of a bundle that an edge may store, %s', (_what, mizan) => {
  let started: StartedApp | undefined;
  afterEach(async () => {
    gate = undefined;
    await started?.close();
  });

  const readDuring = async (team: string, change: (app: StartedApp) => Promise<unknown>) => {
    started = await startApp({ providers: [BoardFunctions] }, { mizan });
    gate = new Gate();
    const reading = started.context('board', `?team=${team}`);
    await gate.arrived;
    await change(started);
    gate.open();
    return (await reading).headers.get('cache-control');
  };

  it('is not to be stored when a mutation has ended while it was computed', async () => {
    expect(await readDuring('a', (app) => app.call('rename_team', { team: 'a' }))).toBe('no-store');
  });

  it('is not to be stored when the app has said so meanwhile', async () => {
    expect(await readDuring('a', ({ app }) => app.get(MizanCache).invalidate(Board))).toBe('no-store');
  });

  it('is not hindered by a mutation of another instance', async () => {
    expect(await readDuring('a', (app) => app.call('rename_team', { team: 'b' }))).toMatch(/^public/);
  });

  it('may be stored again by the next read', async () => {
    await readDuring('a', (app) => app.call('rename_team', { team: 'a' }));
    expect((await started?.context('board', '?team=a'))?.headers.get('cache-control')).toMatch(/^public/);
  });
});

it('is not to be stored when a mutation has ended in another app on the same cache', async () => {
  const store = memoryStore();
  const mizan = { edge, cache: { secret, store } };
  const one = await startApp({ providers: [BoardFunctions] }, { mizan });
  const other = await startApp({ providers: [BoardFunctions] }, { mizan });
  gate = new Gate();
  const reading = one.context('board', '?team=a');
  await gate.arrived;
  await other.call('rename_team', { team: 'a' });
  gate.open();
  expect((await reading).headers.get('cache-control')).toBe('no-store');
  await one.close();
  await other.close();
});
