import { createHash, createHmac } from 'node:crypto';
import {
  type CanActivate,
  type ExecutionContext,
  Injectable,
  SetMetadata,
  type Type,
  UseGuards,
  UseInterceptors,
  type CallHandler,
  type NestInterceptor,
} from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max } from 'class-validator';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { as, type CachedApp, cacheSecret, startCachedApp } from '../../test-support/cached-app.js';
import { adapters, startApp } from '../../test-support/start-app.js';
import {
  Arg,
  Auth,
  defineContext,
  Forbidden,
  Identity,
  memoryStore,
  MizanCache,
  MizanClient,
  type MizanIdentity,
  Nullable,
} from '../index.js';

const Mine = defineContext('mine');
const Public = defineContext('public');
const Mixed = defineContext('mixed');
const Guarded = defineContext('guarded');
const Typed = defineContext('typed');
const Stamped = defineContext('stamped');
const Short = defineContext('short');
const Never = defineContext('never');
const Big = defineContext('big');

class Page {
  @IsInt() @Max(100) page!: number;
}
class Loose {
  @IsOptional() @Nullable() @IsString() text?: string | null;
  @IsOptional() @Nullable() @IsInt() n?: number | null;
}
class Spelled {
  @IsString() @Transform(({ value }): unknown => value) text!: string;
  @IsInt() n!: number;
}

interface HeaderRequest {
  readonly headers: Readonly<Record<string, string>>;
}
const readUser = ({ headers }: HeaderRequest) => headers['x-user'] ?? '';
const of = (tenant: string) => ({ 'x-tenant': tenant });

const keyOf = (context: string, text: string) =>
  `ctx:${context}:${createHmac('sha256', cacheSecret).update(text).digest('hex')}`;

/** What the functions of one app saw. */
class Seen {
  runs = 0;
  guards = 0;
  interceptors = 0;
  isOpen = true;
}

@Injectable()
class CountingGuard implements CanActivate {
  constructor(private readonly seen: Seen) {}
  canActivate(): boolean {
    this.seen.guards += 1;
    return this.seen.isOpen;
  }
}

/** Signs the caller in anew for each function. */
@Injectable()
class SignsIn implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const user: unknown = Reflect.getMetadata('user', context.getHandler());
    Reflect.set(context.getArgByIndex<object>(0), 'user', user);
    return true;
  }
}

@Injectable()
class SignsInLate implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler) {
    const request = context.getArgByIndex<{ headers: Record<string, string> }>(0);
    request.headers['x-user'] = 'late';
    return next.handle();
  }
}

@Injectable()
class Functions {
  constructor(private readonly seen: Seen) {}

  @MizanClient({ context: Mine, output: 'string' })
  mine(@Identity() who: MizanIdentity | null): string {
    this.seen.runs += 1;
    return `${typeof who?.id}:${who?.id}:${who?.isStaff}:${who?.permissions.join('+')}`;
  }

  @MizanClient({ context: Public, output: 'string', cache: { scope: 'public' } })
  shared(input: Page): string {
    this.seen.runs += 1;
    return `page ${input.page}`;
  }

  @MizanClient({ context: Mixed, output: 'integer', cache: { scope: 'public' } })
  everybody(): number {
    this.seen.runs += 1;
    return 1;
  }
  @MizanClient({ context: Mixed, output: 'integer' })
  somebody(): number {
    return 2;
  }

  @UseGuards(CountingGuard)
  @Auth((who) => {
    if (who?.permissions.includes('banned') === true) throw new Forbidden('You are banned');
    return who !== null;
  })
  @MizanClient({ context: Guarded, output: 'integer' })
  guarded(): number {
    this.seen.runs += 1;
    return this.seen.runs;
  }

  @MizanClient({ context: Typed, output: 'string', cache: { scope: 'public' } })
  typed(input: Loose): string {
    this.seen.runs += 1;
    return JSON.stringify(input);
  }

  @MizanClient({ context: Stamped, output: 'string', cache: { scope: 'public' } })
  stamped({ text, n }: Spelled): string {
    this.seen.runs += 1;
    return `${text} ${n}`;
  }

  @MizanClient({ context: Short, output: 'integer', cache: { scope: 'public', ttl: 600 } })
  long(): number {
    return 1;
  }
  @MizanClient({ context: Short, output: 'integer', cache: { scope: 'public' } })
  short(): number {
    return 2;
  }

  @MizanClient({ context: Never, output: 'integer', cache: false })
  never(): number {
    return (this.seen.runs += 1);
  }
  @MizanClient({ context: Never, output: 'integer', cache: { scope: 'public' } })
  always(): number {
    return 1;
  }

  @MizanClient({ context: Big, output: 'string', cache: { scope: 'public' } })
  big(@Arg('length', 'integer') length: number): string {
    this.seen.runs += 1;
    return 'é'.repeat(length);
  }
}

const Shaped = defineContext('shaped');
const pair = z.object({ a: z.number(), b: z.number() });

@Injectable()
class Alone {
  @MizanClient({ context: Shaped, cache: { scope: 'public' }, output: 'string' })
  shaped(): string {
    return 'one';
  }
}
@Injectable()
class WithAnother extends Alone {
  @MizanClient({ context: Shaped, cache: { scope: 'public' }, output: 'integer' })
  another(): number {
    return 2;
  }
}
@Injectable()
class OfAnotherType {
  @MizanClient({ context: Shaped, cache: { scope: 'public' }, output: 'integer' })
  shaped(): number {
    return 1;
  }
}
@Injectable()
class WithField {
  @MizanClient({ context: Shaped, cache: { scope: 'public' }, output: pair.pick({ a: true }) })
  shaped() {
    return { a: 1 };
  }
}
@Injectable()
class WithTwoFields {
  @MizanClient({ context: Shaped, cache: { scope: 'public' }, output: pair })
  shaped() {
    return { a: 1, b: 2 };
  }
}

describe.each(adapters)('reads of a cached context on %s', (adapter) => {
  let app: CachedApp;
  let seen: Seen;

  const start = async (cache: Parameters<typeof startCachedApp>[1] = {}) => {
    const started = await startCachedApp({ providers: [Functions, Seen] }, { adapter, ...cache });
    seen = started.app.get(Seen);
    return started;
  };

  beforeEach(async () => {
    app = await start();
  });
  afterEach(() => app.close());

  it('run the method once, and then not at all', async () => {
    const first = await app.read('mine', '', as('ada'));
    expect(first).toMatchObject({
      status: 200,
      cache: 'MISS',
      body: { mine: { result: 'string:ada:false:' } },
    });
    const second = await app.read('mine', '', as('ada'));
    expect(second).toEqual({ ...first, cache: 'HIT' });
    expect(seen.runs).toBe(1);
    expect(app.app.get(MizanCache).counters).toEqual({ hits: 1, misses: 1, shared: 0, errors: 0 });
  });

  it('send the very bytes that were computed, as ever not to be stored by others', async () => {
    const [miss, hit] = [await app.context('mine', '', as('ada')), await app.context('mine', '', as('ada'))];
    expect(hit.headers.get('cache-control')).toBe('no-store');
    expect(hit.headers.get('content-type')).toBe(miss.headers.get('content-type'));
    expect(await hit.text()).toBe(await miss.text());
  });

  it.each([
    ['two people', as('ada'), as('sam')],
    ['the number 5 and the text "5"', as('5'), as('"5"')],
    ['one person before and after being staff', as('ada'), as('ada:staff')],
    ['one person before and after a permission', as('ada', 'a'), as('ada', 'a', 'b')],
  ])('are one for each identity and its rights: %s', async (_what, one, other) => {
    const first = await app.read('mine', '', one);
    const second = await app.read('mine', '', other);
    expect(second.cache).toBe('MISS');
    expect(second.body).not.toEqual(first.body);
    expect(await app.read('mine', '', one)).toEqual({ ...first, cache: 'HIT' });
    expect(await app.read('mine', '', other)).toEqual({ ...second, cache: 'HIT' });
  });

  it('are never kept for nobody, unless every function is public', async () => {
    for (const context of ['mine', 'mixed']) {
      expect((await app.read(context)).cache).toBe('MISS');
      expect((await app.read(context)).cache).toBe('MISS');
    }
    expect((await app.read('public', '?page=1')).cache).toBe('MISS');
    expect((await app.read('public', '?page=1')).cache).toBe('HIT');
  });

  it('are one for everybody when every function is public', async () => {
    await app.read('public', '?page=1', as('ada'));
    expect((await app.read('public', '?page=1')).cache).toBe('HIT');
    expect((await app.read('public', '?page=1', as('sam:staff'))).cache).toBe('HIT');
    await app.read('mixed', '', as('ada'));
    expect((await app.read('mixed', '', as('sam'))).cache).toBe('MISS');
  });

  it('run guards and auth rules also on a hit, before the entry is used', async () => {
    await app.read('guarded', '', as('ada'));
    expect(await app.read('guarded', '', as('ada'))).toMatchObject({ cache: 'HIT' });
    expect(seen).toMatchObject({ runs: 1, guards: 2 });
    seen.isOpen = false;
    const closed = await app.read('guarded', '', as('ada'));
    expect(closed).toMatchObject({ status: 403, cache: null, body: { code: 'FORBIDDEN' } });
    seen.isOpen = true;
    expect(await app.read('guarded', '', as('ada', 'banned'))).toMatchObject({
      status: 403,
      body: { code: 'FORBIDDEN', message: 'You are banned' },
    });
    expect(await app.read('guarded')).toMatchObject({ status: 403 });
    expect(seen.runs).toBe(1);
  });

  it('keep inputs that are not equal apart, and take equal ones for one', async () => {
    const queries = ['', '?n=', '?n=5', '?n=6', '?text=5', '?text=null', '?text=', '?n=5&text=5'];
    const bodies = [];
    for (const query of queries) {
      const { cache, body } = await app.read('typed', query);
      expect([query, cache]).toEqual([query, 'MISS']);
      bodies.push(JSON.stringify(body));
    }
    expect(new Set(bodies).size).toBe(queries.length);
    for (const [index, query] of queries.entries()) {
      const { cache, body } = await app.read('typed', query);
      expect([cache, JSON.stringify(body)]).toEqual(['HIT', bodies[index]]);
    }
    for (const same of ['?n=05', '?n=%2B5', '?other=1&n=5', '?n=7&n=5']) {
      expect([same, (await app.read('typed', same)).cache]).toEqual([same, 'HIT']);
    }
  });

  it('keep texts apart that a @Transform sees, though they convert to one value', async () => {
    await app.read('stamped', '?text=a&n=5');
    expect(await app.read('stamped', '?text=a&n=5')).toMatchObject({ cache: 'HIT' });
    expect(await app.read('stamped', '?text=a&n=05')).toMatchObject({ cache: 'MISS' });
    expect(await app.read('stamped', '?text=a&n=05')).toMatchObject({ cache: 'MISS' });
  });

  it.each([
    ['a shape', '?page=x'],
    ['a constraint', '?page=101'],
    ['a missing param', ''],
  ])('refuse %s as without a cache, each time', async (_what, query) => {
    const plain = await startApp({ providers: [Functions, Seen] }, { adapter });
    const expected = await (await plain.context('public', query)).json();
    await plain.close();
    for (let time = 0; time < 2; time += 1) {
      const { status, cache, body } = await app.read('public', query);
      expect({ status, cache, body }).toEqual({ status: 422, cache: null, body: expected });
    }
    expect(seen.runs).toBe(0);
  });

  it('say nothing of a cache where there is none', async () => {
    expect((await app.read('never', '', as('ada'))).cache).toBeNull();
    expect((await app.read('never', '', as('ada'))).body).toEqual({
      always: { result: 1 },
      never: { result: 2 },
    });
    const plain = await startApp({ providers: [Functions, Seen] }, { adapter });
    expect((await plain.context('public', '?page=1')).headers.get('x-mizan-cache')).toBeNull();
    await plain.close();
  });

  it('serve a bundle that is too large to be kept', async () => {
    await app.close();
    // {"big":{"result":"…"}} is 22 bytes around it, and é is two.
    app = await start({ cache: { maxEntryBytes: 122 } });
    await app.read('big', '?length=50');
    expect((await app.read('big', '?length=50')).cache).toBe('HIT');
    await app.read('big', '?length=51');
    expect(await app.read('big', '?length=51')).toMatchObject({
      cache: 'MISS',
      body: { big: { result: 'é'.repeat(51) } },
    });
  });

  it('depend on what `vary` says, in public contexts as well', async () => {
    await app.close();
    app = await start({
      cache: { vary: ({ headers }: HeaderRequest) => headers['x-tenant'] ?? 'none' },
    });
    for (const [context, query, who] of [
      ['mine', '', as('ada')],
      ['public', '?page=1', {}],
    ] as const) {
      expect((await app.read(context, query, { ...who, ...of('a') })).cache).toBe('MISS');
      expect((await app.read(context, query, { ...who, ...of('b') })).cache).toBe('MISS');
      expect((await app.read(context, query, { ...who, ...of('a') })).cache).toBe('HIT');
    }
    expect((await app.read('mine', '', of('a'))).cache).toBe('MISS');
    expect((await app.read('mine', '', of('a'))).cache).toBe('MISS');
  });

  it('keep `vary` of one text apart from that of several', async () => {
    await app.close();
    const parts = [['a', 'b'], ['a,b'], ['a', '', 'b'], 'ab'];
    const vary = async ({ headers }: HeaderRequest) => parts[Number(headers['x-n'])] ?? [];
    app = await start({ cache: { vary } });
    const read = (n: number) => app.read('public', '?page=1', { 'x-n': String(n) });
    for (const n of [0, 1, 2, 3, 4]) expect([n, (await read(n)).cache]).toEqual([n, 'MISS']);
    for (const n of [0, 1, 2, 3, 4]) expect([n, (await read(n)).cache]).toEqual([n, 'HIT']);
  });

  it.each([
    ['throws', () => Promise.reject(new Error('no tenant'))],
    ['gives no text', () => 5],
  ])('are uncached when `vary` %s, which is warned of once', async (_what, vary) => {
    await app.close();
    app = await start({ cache: { vary: vary as never } });
    for (let time = 0; time < 2; time += 1) {
      expect(await app.read('public', '?page=1')).toMatchObject({ status: 200, cache: 'MISS' });
    }
    expect(app.logged.filter(({ text }) => text.includes('cache.vary'))).toHaveLength(1);
  });

  it('are uncached when the functions of a context were authorized for different people', async () => {
    const Two = defineContext('two');
    @UseGuards(SignsIn)
    @Injectable()
    class TwoFunctions {
      @SetMetadata('user', { id: 1 })
      @MizanClient({ context: Two, auth: true, output: 'integer' })
      one(@Identity() who: MizanIdentity): number {
        return Number(who.id);
      }
      @SetMetadata('user', { id: 2 })
      @MizanClient({ context: Two, auth: true, output: 'integer' })
      two(@Identity() who: MizanIdentity): number {
        return Number(who.id);
      }
    }
    const cache = { secret: 's'.repeat(32) };
    const other = await startApp({ providers: [TwoFunctions] }, { adapter, mizan: { cache } });
    for (let time = 0; time < 2; time += 1) {
      const reply = await other.context('two');
      expect(reply.headers.get('x-mizan-cache')).toBe('MISS');
      expect(await reply.json()).toEqual({ one: { result: 1 }, two: { result: 2 } });
    }
    await other.close();
  });

  it('keep nothing when an interceptor changes who calls, or what `vary` says', async () => {
    const Late = defineContext('late');
    @Injectable()
    class LateFunctions {
      @UseInterceptors(SignsInLate)
      @MizanClient({ context: Late, output: 'integer', cache: { scope: 'public' } })
      late(): number {
        return 1;
      }
    }
    const other = await startCachedApp(
      { providers: [LateFunctions] },
      { adapter, cache: { vary: readUser } },
    );
    for (let time = 0; time < 2; time += 1)
      expect((await other.read('late', '', as('ada'))).cache).toBe('MISS');
    expect((await other.read('late', '', as('late'))).cache).toBe('MISS');
    expect((await other.read('late', '', as('late'))).cache).toBe('HIT');
    await other.close();
  });

  it('outlive neither a new `rev` nor a new secret, and belong to it', async () => {
    const store = memoryStore();
    const startWith = async (rev: number, secret: string) => {
      const Revised = defineContext('revised');
      @Injectable()
      class Revisions {
        @MizanClient({ context: Revised, output: 'integer', cache: { scope: 'public' }, rev })
        revised(): number {
          return rev;
        }
        @MizanClient({ context: Revised, output: 'integer', cache: { scope: 'public' }, rev: 1 })
        other(): number {
          return 0;
        }
      }
      const started = await startCachedApp({ providers: [Revisions] }, { adapter, cache: { store, secret } });
      const { cache } = await started.read('revised');
      await started.close();
      return cache;
    };
    expect(await startWith(2, 'x'.repeat(32))).toBe('MISS');
    expect(await startWith(2, 'x'.repeat(32))).toBe('HIT');
    expect(await startWith(3, 'x'.repeat(32))).toBe('MISS');
    expect(await startWith(2, 'y'.repeat(32))).toBe('MISS');
  });

  it.each<[string, Type, Type]>([
    ['another function', Alone, WithAnother],
    ['another type', Alone, OfAnotherType],
    ['another field of a type', WithField, WithTwoFields],
  ])('are not those of another version of the app that has %s', async (_what, old, next) => {
    const store = memoryStore();
    for (const version of [old, next]) {
      const started = await startCachedApp({ providers: [version] }, { adapter, cache: { store } });
      const first = await started.read('shaped');
      expect(first.cache).toBe('MISS');
      expect(await started.read('shaped')).toEqual({ ...first, cache: 'HIT' });
      await started.close();
    }
  });

  it('are kept under the keys of the protocol, of which nothing can be learned', async () => {
    const store = memoryStore();
    const keys: string[] = [];
    const entries = {
      get: (key: string) => store.entries.get(key),
      set: (key: string, entry: unknown, ttlMs: number) => {
        keys.push(key);
        return store.entries.set(key, entry, ttlMs);
      },
    };
    await app.close();
    app = await start({ cache: { store: { ...store, entries }, vary: () => 'tenant' } });
    await app.read('mine', '', as('5', 'b', 'a'));
    await app.read('typed', '?n=5&text=%C3%A9');
    const rights = createHash('sha256').update('0:0:a,b').digest('hex');
    expect(keys).toEqual([
      keyOf('mine', '{"c":"mine","p":{},"r":0,"u":"[5,\\"' + rights + '\\",\\"tenant\\"]"}'),
      keyOf('typed', '{"c":"typed","p":{"n":"5","text":"\\u00e9"},"r":0,"u":"[null,\\"\\",\\"tenant\\"]"}'),
    ]);
  });

  it('are kept for the shortest time of their functions, else of the option', async () => {
    const store = memoryStore();
    const times: number[] = [];
    const entries = {
      get: (key: string) => store.entries.get(key),
      set: (key: string, entry: unknown, ttlMs: number) => {
        times.push(ttlMs);
        return store.entries.set(key, entry, ttlMs);
      },
    };
    await app.close();
    app = await start({ cache: { store: { ...store, entries }, ttl: 90 } });
    await app.read('short');
    await app.read('public', '?page=1');
    expect(times).toEqual([90_000, 90_000]);
    const contexts = app.app.get(MizanCache).contexts;
    expect(contexts.find(({ context }) => context === 'short')).toMatchObject({ ttl: 90, isPublic: true });
    expect(contexts.find(({ context }) => context === 'never')).toMatchObject({ ttl: 0, isCached: false });
  });
});
