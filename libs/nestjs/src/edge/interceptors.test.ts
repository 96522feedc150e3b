import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type INestApplication,
  type NestInterceptor,
  type Provider,
  Scope,
  UseInterceptors,
} from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { map } from 'rxjs';
import { afterEach, describe, expect, it } from 'vitest';
import { type StartedApp, startApp } from '../../test-support/start-app.js';
import { defineContext, type EdgeOptions, MizanClient, MizanEdge } from '../index.js';

/** The answer is another one for each language, which nothing but its code says. */
@Injectable()
class Translate implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler) {
    const { headers } = context.switchToHttp().getRequest<{ headers: Record<string, string> }>();
    return next.handle().pipe(map((word) => `${String(word)} ${headers['accept-language']}`));
  }
}

@Injectable({ scope: Scope.REQUEST })
class TranslateAnew extends Translate {}

const isPublic = { scope: 'public' } as const;

@Injectable()
class NewsFunctions {
  @MizanClient({ context: defineContext('news'), cache: isPublic, output: 'string' })
  news() {
    return 'news';
  }
}

@Injectable()
class ByMethod extends NewsFunctions {
  @UseInterceptors(Translate)
  @MizanClient({ context: 'news', cache: isPublic, output: 'string' })
  override news() {
    return 'news';
  }
}

@UseInterceptors(Translate)
@Injectable()
class ByClass extends NewsFunctions {
  @MizanClient({ context: 'news', cache: isPublic, output: 'string' })
  override news() {
    return 'news';
  }
}

interface Place {
  readonly providers: readonly Provider[];
  readonly configure?: (app: INestApplication) => void;
}

const places: readonly (readonly [where: string, place: Place])[] = [
  ['a method', { providers: [ByMethod] }],
  ['a class', { providers: [ByClass] }],
  ['the app', { providers: [NewsFunctions, { provide: APP_INTERCEPTOR, useClass: Translate }] }],
  [
    'the app, by main.ts',
    {
      providers: [NewsFunctions],
      configure: (app) => void app.useGlobalInterceptors(new Translate()),
    },
  ],
];

const scoped: Place = {
  providers: [NewsFunctions, { provide: APP_INTERCEPTOR, useClass: TranslateAnew, scope: Scope.REQUEST }],
};

describe('an interceptor around a public function, before an edge', () => {
  let started: StartedApp;
  afterEach(() => started.close());

  const read = async ({ providers, configure }: Place, edge: EdgeOptions) => {
    const mizan = { edge };
    started = await startApp(
      { providers: [...providers] },
      { mizan, ...(configure !== undefined && { configure }) },
    );
    const response = await started.context('news', '', { 'accept-language': 'de' });
    expect(await response.json()).toEqual({ news: { result: expect.stringMatching(/^news/) } });
    return response.headers.get('cache-control');
  };

  it.each([...places, ['the app, made for each request', scoped] as const])(
    'of %s keeps its answers from being stored, and the log says so',
    async (_where, place) => {
      expect(await read(place, { cacheGroups: true })).toBe('no-store');
      const warned = started.logged.filter(({ text }) => text.includes('no edge may store it'));
      expect(warned).toEqual([
        {
          level: 'warn',
          text: expect.stringMatching(/"news" is public.* has the interceptor Translate\w* around it/),
        },
      ]);
      expect(started.app.get(MizanEdge).manifest.contexts['news']?.public).toBeUndefined();
    },
  );

  it.each(places)('of %s does not, once it is named as open', async (_where, place) => {
    const openInterceptors = [Translate];
    const edge = { cacheGroups: true, vary: ['Accept-Language'], openInterceptors };
    expect(await read(place, edge)).toMatch(/^public/);
    expect(started.logged.filter(({ level }) => level === 'warn')).toEqual([]);
  });

  it('that has another name than those that are open keeps them all the same', async () => {
    @Injectable()
    class Log extends Translate {}
    const openInterceptors = [Log];
    expect(await read({ providers: [ByMethod] }, { cacheGroups: true, openInterceptors })).toBe('no-store');
  });
});
