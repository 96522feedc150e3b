import { type Manifest, printVcl } from '@mizan/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { type RunningService, startVarnish, titled, varnishPath } from '../services.js';
import { type CountingOrigin, startOrigin } from './counting-origin.js';

const base = '/api/mizan';
const context = (name: string, params: readonly string[], isPublic: boolean) => ({
  functions: [],
  endpoints: [`${base}/ctx/${name}/`],
  params,
  ...(isPublic && { public: true as const }),
  user_scoped: false,
  render_strategy: 'psr' as const,
});
const manifest: Manifest = {
  version: 1,
  contexts: {
    board: context('board', ['archived', 'team'], true),
    news: context('news', [], true),
    user: context('user', ['user_id'], false),
  },
  mutations: {},
};

const shared = { 'Cache-Control': 'public, max-age=0, s-maxage=60' };

/** What the origin says of bundles: by the query, the group of the team. */
function groupsOf(url: string): string {
  const team = new URL(url, 'http://origin').searchParams.get('team');
  return team === null ? '"*", "board"' : `"*", "board", "board;team=${team}"`;
}

const varnish = varnishPath();
describe.skipIf(varnish === undefined)(titled('the configuration for Varnish', 'varnish', varnish), () => {
  it('is one that Varnish takes, whatever contexts and params are called', async () => {
    const hostile = [
      '"',
      '"}',
      '{"',
      '\n',
      '\r\n}',
      '#',
      '/*',
      '\\',
      '\0',
      '%22',
      'é',
      '\ud800',
      '(?',
      '$|',
      '[',
      '*+',
    ];
    const contexts = hostile.map((name) => [name, context(name, hostile, true)] as const);
    const running = await startVarnish(printVcl({ ...manifest, contexts: Object.fromEntries(contexts) }));
    await running.stop();
  });

  let origin: CountingOrigin;
  let edge: RunningService;
  /** What the origin's next answers say, in place of what bundles say. */
  let headers: Readonly<Record<string, string | string[]>> | undefined;
  let status = 200;

  beforeAll(async () => {
    origin = await startOrigin((request, response) => {
      const url = request.url ?? '';
      response.writeHead(status, headers ?? { ...shared, 'Cache-Groups': groupsOf(url) });
      response.end(`answer ${origin.seen.length}`);
    });
    edge = await startVarnish(
      printVcl(manifest, { backend: origin.address, purgeFrom: ['127.0.0.1', '10.0.0.0/8'] }),
    );
  });
  afterAll(async () => {
    await edge.stop();
    await origin.stop();
  });
  beforeEach(async () => {
    headers = undefined;
    status = 200;
    await purge('"*"');
    origin.seen.length = 0;
  });

  const get = (path: string, init: RequestInit = {}) => fetch(edge.url + base + path, init);
  const text = async (path: string, init?: RequestInit) => (await get(path, init)).text();
  const purge = (groups: string) =>
    fetch(edge.url, { method: 'PURGE', headers: { 'Cache-Group-Invalidation': groups } });
  const mutate = async (groups: string, code = 200) => {
    headers = { 'Cache-Control': 'no-store', 'Cache-Group-Invalidation': groups };
    status = code;
    const answer = await get('/call/', { method: 'POST', body: '{}' });
    headers = undefined;
    status = 200;
    return answer;
  };

  it('stores bundles of public contexts, one for each set of params', async () => {
    expect(await text('/ctx/board/?team=a')).toBe('answer 1');
    expect(await text('/ctx/board/?team=a')).toBe('answer 1');
    expect(await text('/ctx/board/?team=b')).toBe('answer 2');
    expect(await text('/ctx/news/')).toBe('answer 3');
    expect(await text('/ctx/news/')).toBe('answer 3');
  });

  it.each([
    '/ctx/board/?archived=1&team=a',
    '/ctx/board?team=a&archived=1',
    '/ctx/board/?team=a&utm=1&archived=1',
    '/ctx/board/?x=team=z&archived=1&team=a&teams=b&tea=1',
    '/ctx/board/?&archived=1&&team=a&',
  ])('knows the bundle of %s', async (path) => {
    await get('/ctx/board/?archived=1&team=a');
    await get(path);
    expect(origin.seen.map(({ url }) => url)).toEqual([`${base}/ctx/board/?archived=1&team=a`]);
  });

  it.each(['a?', '?', '??', 'a?b'])('leaves the question marks in the value %s', async (team) => {
    await get('/ctx/board/?team=a');
    await get(`/ctx/board/?archived=1&team=${team}`);
    expect(origin.seen.map(({ url }) => url)).toEqual([
      `${base}/ctx/board/?team=a`,
      `${base}/ctx/board/?archived=1&team=${team}`,
    ]);
  });

  it('drops what a context does not declare, be it all there is', async () => {
    await get('/ctx/news/?a=1&b=2');
    await get('/ctx/news?c');
    expect(origin.seen.map(({ url }) => url)).toEqual([`${base}/ctx/news/`]);
  });

  it.each([
    '/ctx/board/?team=b&team=a',
    '/ctx/board/?t%65am=a',
    '/ctx/board/?team&archived=1&team=a',
    '/ctx/board/?te+am=1',
  ])('passes %s as it is, whose meaning the order or the spelling decides', async (path) => {
    await get(path);
    await get(path);
    expect(origin.seen.map(({ url }) => url)).toEqual([base + path, base + path]);
  });

  it.each([
    '/ctx/user/?user_id=1',
    '/ctx/%62oard/',
    '/ctx/board//',
    '/ctx/boards/',
    '/session/',
    '/CTX/board/',
  ])('passes %s, whatever its answer says', async (path) => {
    await get(path);
    await get(path);
    expect(origin.seen).toHaveLength(2);
  });

  it('keeps from the origin who asks for a public bundle, and from nothing else', async () => {
    const who = { Cookie: 'session=ada', Authorization: 'Bearer x', 'X-Mizan-Token': 'y' };
    await get('/ctx/board/?team=a', { headers: who });
    await get('/ctx/user/?user_id=1', { headers: who });
    const [toBoard, toUser] = origin.seen.map((request) => request.headers);
    for (const name of Object.keys(who)) expect(toBoard).not.toHaveProperty(name.toLowerCase());
    expect(toUser).toMatchObject({ cookie: 'session=ada', authorization: 'Bearer x', 'x-mizan-token': 'y' });
  });

  it.each([
    ['no-store', { 'Cache-Control': 'no-store', 'Cache-Groups': '"*"' }],
    ['nothing of the time', { 'Cache-Groups': '"*"' }],
    ['private', { 'Cache-Control': 'private, max-age=60', 'Cache-Groups': '"*"' }],
    [
      'public and, in a line of its own, no-store',
      { 'Cache-Control': ['public, s-maxage=60', 'no-store'], 'Cache-Groups': '"*"' },
    ],
    ['no groups', shared],
    ['a cookie', { ...shared, 'Cache-Groups': '"*"', 'Set-Cookie': 'session=ada' }],
    ['that it varies by everything', { ...shared, 'Cache-Groups': '"*"', Vary: '*' }],
  ])('stores no answer that says %s', async (_what, said) => {
    headers = said;
    await get('/ctx/board/?team=a');
    await get('/ctx/board/?team=a');
    expect(origin.seen).toHaveLength(2);
  });

  it('stores no error, and what comes after it', async () => {
    status = 404;
    await get('/ctx/board/?team=a');
    status = 200;
    await get('/ctx/board/?team=a');
    await get('/ctx/board/?team=a');
    expect(origin.seen).toHaveLength(2);
  });

  it('keeps an answer for each value of what it varies by', async () => {
    headers = { ...shared, 'Cache-Groups': '"*"', Vary: 'Accept-Language' };
    const answers: string[] = [];
    for (const language of ['de', 'fr', 'de']) {
      answers.push(await text('/ctx/news/', { headers: { 'Accept-Language': language } }));
    }
    expect(answers).toEqual(['answer 1', 'answer 2', 'answer 1']);
  });

  it('tells browsers nothing of groups, and to keep nothing', async () => {
    for (const state of ['missed', 'stored']) {
      headers = { ...shared, 'Cache-Groups': '"*"', 'Surrogate-Key': '*' };
      const answer = await get('/ctx/board/?team=a');
      expect([state, answer.headers.get('cache-control')]).toEqual([state, 'no-store']);
      expect(answer.headers.has('cache-groups')).toBe(false);
      expect(answer.headers.has('surrogate-key')).toBe(false);
      expect(answer.headers.get('x-mizan-cache')).toBe(state === 'stored' ? 'HIT' : null);
    }
    expect((await mutate('"x"')).headers.has('cache-group-invalidation')).toBe(false);
  });

  it('answers HEAD from what is stored, without a body', async () => {
    await get('/ctx/board/?team=a');
    const answer = await get('/ctx/board/?team=a', { method: 'HEAD' });
    expect([answer.status, await answer.text()]).toEqual([200, '']);
    expect(origin.seen).toHaveLength(1);
  });

  it('purges what a mutation names, and nothing else', async () => {
    const paths = [
      '/ctx/board/?team=a',
      '/ctx/board/?team=ab',
      '/ctx/board/?team=x.y',
      '/ctx/board/?team=xzy',
    ];
    for (const path of paths) await get(path);
    const kept = async () => {
      const still: string[] = [];
      for (const path of paths) {
        const before = origin.seen.length;
        await get(path);
        if (origin.seen.length === before) still.push(path);
      }
      return still;
    };
    await mutate('"board;team=a"');
    expect(await kept()).toEqual(paths.slice(1));
    await mutate('"nothing", "board;team=x.y", "board;team=zz"');
    expect(await kept()).toEqual(paths.filter((path) => !path.endsWith('x.y')));
    await mutate('"board"');
    expect(await kept()).toEqual([]);
    expect(await kept()).toEqual(paths);
  });

  it('purges every bundle by the group of all', async () => {
    await get('/ctx/news/');
    await mutate('"*"');
    await get('/ctx/news/');
    expect(origin.seen).toHaveLength(3);
  });

  it.each(['board;team=b', '"a";param=1, "b"', '("a" "b")', '"board;team=b", "with space"', '"a\\"b"'])(
    'purges every bundle when it cannot read %s: too much is never wrong',
    async (list) => {
      await get('/ctx/board/?team=a');
      await mutate(list);
      await get('/ctx/board/?team=a');
      expect(origin.seen).toHaveLength(3);
    },
  );

  it('ignores a purge in the answer to a read (RFC 9875, section 3)', async () => {
    await get('/ctx/board/?team=a');
    headers = { 'Cache-Control': 'no-store', 'Cache-Group-Invalidation': '"*"' };
    await get('/ctx/user/?user_id=1');
    await get('/ctx/board/?team=a');
    expect(origin.seen).toHaveLength(2);
  });

  it('purges by a request of the app, which has to say what', async () => {
    await get('/ctx/board/?team=a');
    expect((await fetch(edge.url, { method: 'PURGE' })).status).toBe(400);
    expect((await purge('"board;team=a"')).status).toBe(200);
    await get('/ctx/board/?team=a');
    expect(origin.seen).toHaveLength(2);
  });

  it('lets nobody else purge', async () => {
    for (const purgeFrom of [['10.0.0.0/8'], []]) {
      const other = await startVarnish(printVcl(manifest, { backend: origin.address, purgeFrom }));
      const isKept = async () => {
        const before = origin.seen.filter(({ method }) => method === 'GET').length;
        await fetch(`${other.url}${base}/ctx/board/?team=a`);
        return origin.seen.filter(({ method }) => method === 'GET').length === before;
      };
      await isKept();
      // Without addresses it is a method as any other, and the app refuses it.
      headers = { 'Cache-Control': 'no-store' };
      status = 405;
      const refusal = await fetch(other.url, {
        method: 'PURGE',
        headers: { 'Cache-Group-Invalidation': '"*"' },
      });
      headers = undefined;
      status = 200;
      expect(refusal.status).toBe(purgeFrom.length === 0 ? 405 : 403);
      expect(await isKept()).toBe(true);
      await other.stop();
    }
  });
});
