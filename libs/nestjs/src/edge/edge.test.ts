import { type CanActivate, Headers, Injectable, type ModuleMetadata, UseGuards } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type AdapterName,
  adapters,
  startApp,
  type StartedApp,
  type StartOptions,
} from '../../test-support/start-app.js';
import { Arg, defineContext, MizanClient, MizanEdge, type MizanOptions, NotFound } from '../index.js';

const Board = defineContext('board');
const News = defineContext('news');
const Mine = defineContext('mine');
const Half = defineContext('half');
const Never = defineContext('never');
const Guarded = defineContext('guarded');
const Members = defineContext('members');
const Reader = defineContext('reader');
const isPublic = { scope: 'public' } as const;

@Injectable()
class Pass implements CanActivate {
  canActivate(): boolean {
    return true;
  }
}

@Injectable()
class BoardFunctions {
  @MizanClient({ context: Board, cache: { ...isPublic, ttl: 30 }, output: 'string' })
  board(@Arg('team') team: string, @Arg('page', 'integer', { default: 1 }) page: number) {
    if (team === 'gone') throw new NotFound('There is no such team');
    return `${team} ${page}`;
  }

  @MizanClient({ context: News, cache: isPublic, output: 'string' })
  news() {
    return 'news';
  }

  @MizanClient({ context: Mine, output: 'string' })
  mine() {
    return 'mine';
  }

  @MizanClient({ context: Half, cache: isPublic, output: 'string' })
  openHalf() {
    return 'open';
  }

  @MizanClient({ context: Half, output: 'string' })
  otherHalf() {
    return 'other';
  }

  @MizanClient({ context: Never, cache: { ...isPublic, ttl: 0 }, output: 'string' })
  never() {
    return 'never';
  }

  @UseGuards(Pass)
  @MizanClient({ context: Guarded, cache: isPublic, output: 'string' })
  guarded() {
    return 'guarded';
  }

  @MizanClient({ context: Members, auth: true, cache: isPublic, output: 'string' })
  members() {
    return 'members';
  }

  @MizanClient({ context: Reader, cache: isPublic, output: 'string' })
  reader(@Headers('accept-language') language: string) {
    return language;
  }

  @MizanClient({ affects: Board, output: 'boolean' })
  renameTeam(@Arg('team') team: string) {
    if (team === 'gone') throw new NotFound('There is no such team');
    return true;
  }

  @MizanClient({ affects: [Board, Mine, News], output: 'boolean' })
  changeAll() {
    return true;
  }

  @MizanClient({ affects: Mine, output: 'boolean' })
  changeMine() {
    return true;
  }
}

const edgeHeaders = ['cache-groups', 'cache-group-invalidation', 'surrogate-key'];
const told = (response: Response) => edgeHeaders.filter((name) => response.headers.has(name));
const control = (response: Response) => response.headers.get('cache-control');

const identity = ({ headers }: { headers: { cookie?: string } }) =>
  headers.cookie === undefined ? null : { id: 1, isStaff: true, isSuperuser: true, permissions: [] };

describe.each(adapters)('an edge before an app on %s', (adapter: AdapterName) => {
  let started: StartedApp | undefined;
  afterEach(() => started?.close());

  const start = async (
    edge: NonNullable<MizanOptions['edge']> | undefined,
    options: StartOptions = {},
    metadata: ModuleMetadata = {},
  ) => {
    started = await startApp(
      { ...metadata, providers: [BoardFunctions, ...(metadata.providers ?? [])] },
      { adapter, ...options, mizan: { identity, ...(edge && { edge }), ...options.mizan } as MizanOptions },
    );
    return started;
  };

  it('is told nothing unless the option is set, and to store nothing', async () => {
    const app = await start(undefined);
    const read = await app.context('board', '?team=a');
    const change = await app.call('change_all');
    expect([told(read), control(read), told(change), control(change)]).toEqual([
      [],
      'no-store',
      [],
      'no-store',
    ]);
  });

  it('may store the bundle of a public context, as long as its functions say, under its groups', async () => {
    const app = await start({ cacheGroups: true, surrogateKeys: true });
    const board = await app.context('board', '?team=a');
    expect(board.headers.get('cache-control')).toBe('public, max-age=0, s-maxage=30');
    expect(board.headers.get('cache-groups')).toBe('"*", "board", "board;team=a"');
    expect(board.headers.get('surrogate-key')).toBe('* board board;team=a');
    expect(await board.json()).toEqual({ board: { result: 'a 1' } });
    expect(control(await app.context('news'))).toBe('public, max-age=0, s-maxage=60');
  });

  it('is sent only the headers that were asked for', async () => {
    const app = await start({ surrogateKeys: true, ttl: 7 });
    const news = await app.context('news');
    expect([told(news), control(news)]).toEqual([['surrogate-key'], 'public, max-age=0, s-maxage=7']);
    expect(told(await app.call('change_all'))).toEqual([]);
  });

  it.each(['mine', 'half', 'never', 'guarded', 'members', 'reader'])(
    'may not store a bundle of "%s"',
    async (context) => {
      const app = await start({ cacheGroups: true, surrogateKeys: true });
      const read = await app.context(context, '', { cookie: 'session=ada' });
      expect([read.status, told(read), control(read)]).toEqual([200, [], 'no-store']);
    },
  );

  it('may store the same, whoever asks', async () => {
    const app = await start({ cacheGroups: true });
    const read = async (headers: Record<string, string>) => {
      const response = await app.context('board', '?team=a', headers);
      return { body: await response.text(), told: told(response), control: control(response) };
    };
    const nobody = await read({});
    expect(await read({ cookie: 'session=ada' })).toEqual(nobody);
    expect(await read({ authorization: 'Bearer unknown' })).toEqual(nobody);
    expect(nobody.control).toMatch(/^public/);
  });

  it('may store no failure', async () => {
    const app = await start({ cacheGroups: true, surrogateKeys: true });
    for (const read of [
      await app.context('board'),
      await app.context('board', '?team=gone'),
      await app.context('nothing'),
      await app.fetch('/api/mizan/ctx/board/?team=a', { method: 'POST' }),
    ]) {
      expect([read.ok, told(read), control(read)]).toEqual([false, [], 'no-store']);
    }
  });

  it('hears from a mutation what to purge: public contexts alone', async () => {
    const app = await start({ cacheGroups: true });
    const purge = async (fn: string, args?: unknown) => {
      const answer = await app.call(fn, args);
      expect(control(answer)).toBe('no-store');
      return answer.headers.get('cache-group-invalidation');
    };
    expect(await purge('rename_team', { team: 'a' })).toBe('"board;team=a"');
    expect(await purge('change_all')).toBe('"board", "news"');
    expect(await purge('change_mine')).toBe(null);
    expect(await purge('rename_team', { team: 'gone' })).toBe(null);
  });

  it('answers HEAD with the headers of GET', async () => {
    const app = await start({ cacheGroups: true });
    const head = await app.fetch('/api/mizan/ctx/board/?team=a', { method: 'HEAD' });
    expect([head.status, control(head), head.headers.get('cache-groups')]).toEqual([
      200,
      'public, max-age=0, s-maxage=30',
      '"*", "board", "board;team=a"',
    ]);
  });

  it('is told by which headers answers vary, beside those that the app tells', async () => {
    const app = await start(
      { cacheGroups: true, vary: ['Accept-Language', 'X-Tenant'] },
      { configure: (nest) => nest.enableCors({ origin: ['https://a.example', 'https://b.example'] }) },
    );
    const news = await app.context('news', '', { origin: 'https://a.example' });
    const varies = (news.headers.get('vary') ?? '').split(/, */).sort();
    expect(varies).toEqual(['Accept-Language', 'Origin', 'X-Tenant']);
    expect((await app.context('mine')).headers.get('vary')).not.toContain('X-Tenant');
  });

  it('may store nothing of an app whose guard stands before everything, unless it is known to be open', async () => {
    const guard = { provide: APP_GUARD, useClass: Pass };
    const closed = await start({ cacheGroups: true }, {}, { providers: [guard] });
    expect(control(await closed.context('news'))).toBe('no-store');
    const warning = closed.logged.find(({ text }) => text.includes('"news" is public'))?.text;
    expect(warning).toContain('"news" (BoardFunctions.news) has the guard Pass before it');
    await closed.close();
    const open = await start({ cacheGroups: true, openGuards: [Pass] }, {}, { providers: [guard] });
    expect(control(await open.context('news'))).toMatch(/^public/);
    expect(control(await open.context('guarded', '', { cookie: 'session=ada' }))).toMatch(/^public/);
    expect(control(await open.context('members', '', { cookie: 'session=ada' }))).toBe('no-store');
  });

  it('sees guards that the app adds when it starts', async () => {
    const app = await start(
      { cacheGroups: true },
      { configure: (nest) => void nest.useGlobalGuards(new Pass()) },
    );
    expect(control(await app.context('news'))).toBe('no-store');
  });

  it('is not the same for all where the app says why, once for each context', async () => {
    const app = await start({ cacheGroups: true });
    const warned = app.logged.filter(({ text }) => text.includes('no edge may store it'));
    expect(warned.map(({ level, text }) => `${level} ${/"(\w+)"/.exec(text)?.[1]}`)).toEqual(
      ['guarded', 'members', 'never', 'reader'].map((context) => `warn ${context}`),
    );
    await app.close();
    const off = await start(undefined);
    expect(off.logged.filter(({ text }) => text.includes('no edge may'))).toEqual([]);
  });

  it('has its manifest at run time, of what it may store', async () => {
    const app = await start({ cacheGroups: true }, { configure: (nest) => void nest.setGlobalPrefix('v1') });
    const { manifest } = app.app.get(MizanEdge);
    const stored = Object.entries(manifest.contexts).filter(([, context]) => context.public === true);
    expect(stored.map(([name]) => name)).toEqual(['board', 'news']);
    expect(manifest.contexts['board']?.endpoints).toEqual(['/v1/api/mizan/ctx/board/']);
    const vcl = app.app.get(MizanEdge).vcl({ backend: 'app:80' });
    expect(vcl).toContain('if (req.url ~ "^/v1/api/mizan/ctx/board/?');
    expect(vcl).not.toContain('members');
  });
});
