import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  UseInterceptors,
} from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { map } from 'rxjs';
import { afterEach, describe, expect, it } from 'vitest';
import { type CachedApp, startCachedApp } from '../../test-support/cached-app.js';
import { type CacheOption, MizanClient } from '../index.js';

interface HeaderRequest {
  readonly headers: Readonly<Record<string, string | undefined>>;
}

@Injectable()
class Translate implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler) {
    const { headers } = context.switchToHttp().getRequest<HeaderRequest>();
    return next.handle().pipe(map((word) => `${String(word)} ${headers['accept-language']}`));
  }
}

const german = { 'accept-language': 'de' };
const french = { 'accept-language': 'fr' };

function functionsWith(cache: CacheOption) {
  @Injectable()
  class Functions {
    @UseInterceptors(Translate)
    @MizanClient({ context: 'news', output: 'string', cache })
    news() {
      return 'news';
    }
    @MizanClient({ context: 'plain', output: 'string', cache: { scope: 'public' } })
    plain() {
      return 'plain';
    }
    @MizanClient({ context: 'mine', output: 'string' })
    mine() {
      return 'mine';
    }
    @MizanClient({ affects: 'mine', output: 'string' })
    change() {
      return 'changed';
    }
  }
  return Functions;
}

const vary = ({ headers }: HeaderRequest) => headers['accept-language'] ?? '';
const isPublic = { scope: 'public' } as const;

describe('a cached public context with an interceptor around it', () => {
  let app: CachedApp;
  afterEach(() => app.close());

  const warnings = () =>
    app.logged
      .filter(({ level, text }) => level === 'warn' && text.includes('interceptors'))
      .map(({ text }) => text);

  it('is warned of once when the app starts: the first caller’s language is everybody’s', async () => {
    app = await startCachedApp({ providers: [functionsWith(isPublic)] });
    expect(warnings()).toEqual([
      expect.stringMatching(
        /around their functions: "news" \(Translate\)\. .*`cache\.vary`.*dependsOnRequest: false/,
      ),
    ]);
    const translated = { news: { result: 'news de' } };
    expect(await app.read('news', '', german)).toEqual({ status: 200, cache: 'MISS', body: translated });
    expect(await app.read('news', '', french)).toEqual({ status: 200, cache: 'HIT', body: translated });
  });

  it('is warned of where the interceptor stands around the whole app, with all such contexts in one line', async () => {
    const global = { provide: APP_INTERCEPTOR, useClass: Translate };
    app = await startCachedApp({ providers: [functionsWith(isPublic), global] });
    expect(warnings()).toEqual([expect.stringContaining('"news" (Translate), "plain" (Translate). If')]);
  });

  it('is not warned of where the app varies its answers, and then callers get their own', async () => {
    app = await startCachedApp({ providers: [functionsWith(isPublic)] }, { cache: { vary } });
    expect(warnings()).toEqual([]);
    await app.read('news', '', german);
    expect(await app.read('news', '', french)).toMatchObject({
      cache: 'MISS',
      body: { news: { result: 'news fr' } },
    });
  });

  it.each<[what: string, cache: CacheOption]>([
    ['its functions say that nothing of the request matters', { ...isPublic, dependsOnRequest: false }],
    ['it is cached for each identity', 30],
    ['it is not cached', { ...isPublic, ttl: 0 }],
  ])('is not warned of where %s', async (_what, cache) => {
    app = await startCachedApp({ providers: [functionsWith(cache)] });
    expect(warnings()).toEqual([]);
  });
});
