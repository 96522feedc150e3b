import { Injectable } from '@nestjs/common';
import { describe, expect, it } from 'vitest';
import { findBootProblems } from '../../test-support/start-app.js';
import { defineContext, MizanClient, type MizanOptions } from '../index.js';

@Injectable()
class NewsFunctions {
  @MizanClient({ context: defineContext('news'), cache: { scope: 'public' }, output: 'string' })
  news() {
    return 'news';
  }
}

// Not everybody compiles with types.
async function problemsOf(edge: unknown, others: MizanOptions = {}): Promise<readonly string[]> {
  const mizan = { ...others, edge } as MizanOptions;
  const problems = await findBootProblems({ providers: [NewsFunctions] }, { mizan });
  return problems.map(({ where, problem }) => `${where}: ${problem}`);
}

const secret = 'cache-secret-0123456789abcdef0123';

describe('the option edge', () => {
  it.each([
    { cacheGroups: true },
    { surrogateKeys: true, ttl: 1, vary: ['Accept-Language', 'X-Tenant'] },
    { onInvalidate: () => undefined },
    undefined,
  ])('starts with %o', async (edge) => {
    expect(await problemsOf(edge)).toEqual([]);
  });

  it.each([
    [{}, 'edge: it tells nobody anything'],
    [{ cacheGroups: false, ttl: 5 }, 'edge: it tells nobody anything'],
    ['on', "edge: it is 'on'"],
    [true, 'edge: it is true'],
    [null, 'edge: it is null'],
    [{ cacheGroups: true, cachegroups: true }, 'edge.cachegroups: there is no such option'],
    [{ cacheGroups: 'yes' }, "edge.cacheGroups: it is 'yes'"],
    [{ cacheGroups: true, ttl: 0 }, 'edge.ttl: it is 0'],
    [{ cacheGroups: true, ttl: 1.5 }, 'edge.ttl: it is 1.5'],
    [{ cacheGroups: true, ttl: '60' }, "edge.ttl: it is '60'"],
    [{ cacheGroups: true, vary: 'Accept-Language' }, "edge.vary: it is 'Accept-Language'"],
    [{ cacheGroups: true, vary: ['*'] }, "edge.vary: '*' is no name of a header"],
    [{ cacheGroups: true, vary: ['a b'] }, "edge.vary: 'a b' is no name of a header"],
    [{ cacheGroups: true, vary: ['X\r\nY'] }, "edge.vary: 'X\r\nY' is no name of a header"],
    [{ cacheGroups: true, vary: ['COOKIE'] }, 'edge.vary: COOKIE says who asks'],
    [{ cacheGroups: true, vary: ['Authorization'] }, 'edge.vary: Authorization says who asks'],
    [{ cacheGroups: true, openGuards: ['ThrottlerGuard'] }, 'edge.openGuards: it is no list of classes'],
    [{ cacheGroups: true, openInterceptors: [{}] }, 'edge.openInterceptors: it is no list of classes'],
    [{ onInvalidate: 'purge' }, 'edge.onInvalidate: it is no function'],
  ])('keeps the app from starting with %o', async (edge, problem) => {
    expect(await problemsOf(edge)).toContain(problem);
  });

  it('asks for vary where the cache has one, since an edge cannot ask it', async () => {
    const cache = { secret, vary: () => 'tenant' };
    const missing =
      'edge.vary: it is missing, and cache.vary says that bundles depend on more than their params';
    expect(await problemsOf({ cacheGroups: true }, { cache })).toEqual([missing]);
    expect(await problemsOf({ cacheGroups: true, vary: [] }, { cache })).toEqual([]);
    expect(await problemsOf({ cacheGroups: true }, { cache: { secret } })).toEqual([]);
  });
});
