import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { describe, expect, it } from 'vitest';
import { createApp, findBootProblems } from '../../test-support/start-app.js';
import {
  type CacheOptions,
  Identity,
  memoryStore,
  MizanBootError,
  MizanCache,
  MizanClient,
  type MizanIdentity,
  MizanModule,
} from '../index.js';

const secret = 's'.repeat(32);

const startWith = async (ttl: number) => {
  const mizan = MizanModule.forRootAsync({ useFactory: async () => ({ cache: { secret, ttl } }) });
  @Module({ imports: [mizan], providers: [Functions] })
  class TestApp {}
  const app = await NestFactory.create(TestApp, { logger: false, abortOnError: false });
  await app.init();
  return app;
};

const problemsOf = async (cache: unknown, context: string | undefined = 'lobby') => {
  @Injectable()
  class Wrong {
    @MizanClient({ ...(context !== '' && { context }), output: 'integer', cache: cache as never })
    lobby(@Identity() _who: MizanIdentity | null) {
      return 1;
    }
  }
  return findBootProblems({ providers: [Wrong] });
};

describe('the option cache', () => {
  it.each<[what: string, options: Partial<CacheOptions>]>([
    ['its secret alone', {}],
    ['a secret of 32 bytes in few letters', { secret: 'é'.repeat(16) }],
    ['a store', { store: memoryStore() }],
    ['bounds, a time and what varies', { maxEntries: 5, maxEntryBytes: 100, ttl: 1, vary: () => 'a' }],
  ])('may be %s', async (_what, options) => {
    const app = await createApp({}, { mizan: { cache: { secret, ...options } } });
    await app.init();
    await app.close();
  });

  it.each<[options: object, ...where: string[]]>([
    [{ secret: 'x'.repeat(31) }, 'cache.secret'],
    [{ secret: '' }, 'cache.secret'],
    [{ secret: undefined }, 'cache.secret'],
    [{ ttl: 0 }, 'cache.ttl'],
    [{ ttl: -1 }, 'cache.ttl'],
    [{ ttl: 1.5 }, 'cache.ttl'],
    [{ ttl: '60' }, 'cache.ttl'],
    [{ ttl: Infinity }, 'cache.ttl'],
    [{ maxEntries: 0 }, 'cache.maxEntries'],
    [{ maxEntries: 8_000_001 }, 'cache.maxEntries'],
    [{ maxEntryBytes: Number.NaN }, 'cache.maxEntryBytes'],
    [{ maxEntries: 5, store: memoryStore() }, 'cache.maxEntries'],
    [{ store: new Map() }, 'cache.store'],
    [{ store: 'redis://localhost' }, 'cache.store'],
    [{ vary: 'x-tenant' }, 'cache.vary'],
    [{ prefix: 'x' }, 'cache.prefix'],
    [{ secret: 'short', ttl: 0, ttll: 5 }, 'cache.ttll', 'cache.secret', 'cache.ttl'],
  ])('is refused at boot as %o', async (options, ...where) => {
    const starting = createApp({}, { mizan: { cache: { secret, ...options } } });
    const error: unknown = await starting.then(
      async (app) => app.close(),
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(MizanBootError);
    expect(error).toMatchObject({ code: 'MIZAN_BOOT', problems: where.map((one) => ({ where: one })) });
  });

  it.each<[cache: unknown, problem: string]>([
    [true, 'it is true'],
    [false, 'it is false'],
    [null, 'it is null'],
    [5, 'it is 5'],
    ['a secret of 32 bytes or even more', 'it is no object'],
    [[], 'it is no object'],
  ])('is refused at boot as %o', async (cache, problem) => {
    expect(await findBootProblems({}, { mizan: { cache: cache as CacheOptions } })).toMatchObject([
      { where: 'cache', problem },
    ]);
  });

  it.each<[secret: unknown, problem: string]>([
    [undefined, 'it is undefined (is the environment variable set?)'],
    ['', 'it is empty (is the environment variable set?)'],
  ])('asks for the variable of the environment when its secret is %o', async (given, problem) => {
    const mizan = { cache: { secret: given } as CacheOptions };
    expect(await findBootProblems({}, { mizan })).toMatchObject([{ where: 'cache.secret', problem }]);
  });

  it('does not tell the secret that it refuses', async () => {
    const starting = createApp({}, { mizan: { cache: { secret: 'hunter2' } } });
    await expect(starting).rejects.toThrow(/it has 7 bytes/);
    await expect(starting).rejects.not.toThrow(/hunter2/);
  });

  it('comes from a factory as well, which is refused in the same way', async () => {
    const app = await startWith(5);
    expect(app.get(MizanCache).contexts).toMatchObject([{ context: 'lobby', isCached: true, ttl: 5 }]);
    await app.close();
    await expect(startWith(0)).rejects.toMatchObject({ problems: [{ where: 'cache.ttl' }] });
  });
});

@Injectable()
class Functions {
  @MizanClient({ context: 'lobby', output: 'integer' })
  lobby() {
    return 1;
  }
}

describe('the option cache of a function', () => {
  it.each([[5], [0], [false], [{}], [{ ttl: 5 }], [{ dependsOnRequest: false }]])(
    'may be %o',
    async (cache) => {
      expect(await problemsOf(cache)).toEqual([]);
    },
  );

  it.each<[cache: unknown, problem: string]>([
    [1.5, 'cache is 1.5'],
    [-1, 'cache is -1'],
    ['60', "cache is '60'"],
    [true, 'cache is true'],
    [null, 'cache is null'],
    [{ ttl: '5' }, "cache is '5'"],
    [{ seconds: 5 }, "its option `cache` has no member 'seconds'"],
    [{ scope: 'private' }, "cache.scope is 'private'"],
    [{ dependsOnRequest: true }, 'cache.dependsOnRequest is true'],
    [{ scope: 'public' }, 'it takes @Identity(), and its answer is cached as the same for everybody'],
  ])('is refused at boot as %o', async (cache, problem) => {
    expect(await problemsOf(cache)).toEqual([
      { where: 'Wrong.lobby', problem, fix: expect.stringMatching(/\w\.$/) },
    ]);
  });

  it.each<[cache: unknown]>([[30], [{ ttl: 30 }], [{}], [{ dependsOnRequest: false }]])(
    'is refused at boot of a function in no context as %o, where it would do nothing',
    async (cache) => {
      expect(await problemsOf(cache, '')).toEqual([
        {
          where: 'Wrong.lobby',
          problem: 'its option `cache` does nothing, since it is in no context',
          fix: 'Give it `context`, or drop `cache`.',
        },
      ]);
    },
  );

  it.each<[cache: unknown]>([[false], [0], [{ ttl: 0 }]])(
    'may be %o of a function in no context',
    async (cache) => {
      expect(await problemsOf(cache, '')).toEqual([]);
    },
  );
});
