import { Injectable } from '@nestjs/common';
import { afterEach, describe, expect, it } from 'vitest';
import { type CachedApp, cacheSecret, startCachedApp } from '../../test-support/cached-app.js';
import { adapters } from '../../test-support/start-app.js';
import { Auth, defineContext, Identity, MizanClient, type MizanIdentity } from '../index.js';

const Mine = defineContext('mine');
const Two = defineContext('two');
const Ruled = defineContext('ruled');

type Anybody = MizanIdentity & Readonly<Record<string, unknown>>;

const plain = { id: 1, isStaff: false, isSuperuser: false, permissions: ['a'] };

/** Says a field by the prototype alone. */
class Hiding {
  readonly id = 1;
  readonly isStaff = false;
  readonly isSuperuser = false;
  readonly permissions = ['a'];
  readonly #tenant: string;
  constructor(tenant: string) {
    this.#tenant = tenant;
  }
  get tenant() {
    return this.#tenant;
  }
}

const cyclic: Record<string, unknown> = {};
cyclic['self'] = cyclic;

@Injectable()
class Functions {
  runs = 0;
  @MizanClient({ context: Mine, output: 'string' })
  mine(@Identity() who: Anybody | null): string {
    return `${String(who?.['tenant'])} ${who?.permissions.join('+')} ${++this.runs}`;
  }
  @MizanClient({ context: Two, output: 'string' })
  one(@Identity() who: Anybody | null): string {
    return String(who?.['tenant']);
  }
  @Auth(() => true)
  @MizanClient({ context: Two, output: 'string' })
  two(@Identity() who: Anybody | null): string {
    return String(who?.['tenant']);
  }
  @Auth(() => true)
  @MizanClient({ context: Ruled, output: 'string', cache: { scope: 'public' } })
  ruled(): string {
    return 'all';
  }
}

const at = (index: number) => ({ 'x-at': String(index) });
const body = (tenant: string, run: number) => ({ mine: { result: `${tenant} a ${run}` } });

interface HeaderRequest {
  readonly headers: Readonly<Record<string, string | undefined>>;
}

describe.each(adapters)('whose bundle an entry is, on %s', (adapter) => {
  let app: CachedApp;
  afterEach(() => app.close());

  /** Callers are those of a list, by their place in it. */
  const start = async (identities: readonly object[], tokens: object = {}) => {
    const identity = ({ headers }: HeaderRequest) => identities[Number(headers['x-at'] ?? -1)] ?? null;
    const mizan = { identity, cache: { secret: cacheSecret }, ...tokens };
    app = await startCachedApp({ providers: [Functions] }, { adapter, mizan: mizan as never });
  };
  const warnings = () =>
    app.logged.filter(({ level, text }) => level === 'warn' && text.includes('an identity')).length;

  it.each<[string, object, object]>([
    ['a text', { tenant: 'a' }, { tenant: 'b' }],
    ['a text and a number', { tenant: '5' }, { tenant: 5 }],
    ['a field that is missing', { tenant: 'a' }, {}],
    ['null and a text', { tenant: null }, { tenant: 'null' }],
    ['what lies deeper', { tenant: { of: [1, { id: 1 }] } }, { tenant: { of: [1, { id: 2 }] } }],
    ['a date and its text', { at: new Date(5) }, { at: new Date(5).toISOString() }],
    ['two dates', { at: new Date(5) }, { at: new Date(6) }],
    ['two zeros', { tenant: 0 }, { tenant: -0 }],
    ['two bigints', { tenant: 1n }, { tenant: 2n }],
  ])('is told by all fields of an identity: %s', async (_what, one, other) => {
    await start([
      { ...plain, ...one },
      { ...plain, ...other },
    ]);
    expect((await app.read('mine', '', at(0))).cache).toBe('MISS');
    expect((await app.read('mine', '', at(1))).cache).toBe('MISS');
    expect((await app.read('mine', '', at(0))).cache).toBe('HIT');
    expect((await app.read('mine', '', at(1))).cache).toBe('HIT');
    expect(warnings()).toBe(0);
  });

  it('is the same for the same fields, in whatever order', async () => {
    const tenant = { a: 1, b: [new Date(5), { c: 1, d: 2 }] };
    await start([
      { ...plain, tenant, more: 1 },
      { more: 1, tenant: { b: [new Date(5), { d: 2, c: 1 }], a: 1 }, ...plain },
    ]);
    await app.read('mine', '', at(0));
    expect((await app.read('mine', '', at(1))).cache).toBe('HIT');
  });

  it('is told by what a class computes from private fields', async () => {
    await start([new Hiding('a'), new Hiding('b'), new Hiding('a')]);
    expect(await app.read('mine', '', at(0))).toMatchObject({ cache: 'MISS', body: body('a', 1) });
    expect(await app.read('mine', '', at(1))).toMatchObject({ cache: 'MISS', body: body('b', 2) });
    expect(await app.read('mine', '', at(2))).toMatchObject({ cache: 'HIT', body: body('a', 1) });
  });

  it.each<[string, unknown]>([
    ['a function', () => true],
    ['a map', new Map([[1, 2]])],
    ['a buffer', Buffer.from('a')],
    ['a symbol', Symbol('a')],
    ['a field under a symbol', { [Symbol('a')]: 1 }],
    ['a cycle', cyclic],
    ['an invalid date', new Date(Number.NaN)],
    ['what is too large', Array.from({ length: 20_000 }, () => 1)],
  ])(
    'is not told when an identity holds %s: such reads are uncached, with one warning',
    async (_what, held) => {
      await start([{ ...plain, held }, plain]);
      for (let time = 0; time < 2; time += 1) {
        expect(await app.read('mine', '', at(0))).toMatchObject({ status: 200, cache: 'MISS' });
      }
      expect(warnings()).toBe(1);
      await app.read('mine', '', at(1));
      expect((await app.read('mine', '', at(1))).cache).toBe('HIT');
      await app.read('ruled', '', at(0));
      expect((await app.read('ruled', '', at(0))).cache).toBe('HIT');
    },
  );

  it('is not told when it differs among the functions of a context', async () => {
    let turn = 0;
    const identity = () => ({ ...plain, tenant: (turn += 1) });
    const mizan = { identity, cache: { secret: cacheSecret } };
    app = await startCachedApp({ providers: [Functions] }, { adapter, mizan });
    for (let time = 0; time < 2; time += 1) expect((await app.read('two')).cache).toBe('MISS');
  });

  it('is not shared by a token, which knows no permissions, and the session that it was made of', async () => {
    await start([plain], { tokens: { mwt: { secret: 'm'.repeat(40) } } });
    const obtained = (await (await app.call('mwt_obtain', {}, at(0))).json()) as {
      readonly result: { readonly token: string };
    };
    const token = { 'x-mizan-token': obtained.result.token };
    const byToken = await app.read('mine', '', token);
    expect(byToken).toMatchObject({ cache: 'MISS', body: { mine: { result: 'undefined  1' } } });
    expect(await app.read('mine', '', at(0))).toMatchObject({
      cache: 'MISS',
      body: { mine: { result: 'undefined a 2' } },
    });
    expect(await app.read('mine', '', token)).toEqual({ ...byToken, cache: 'HIT' });
  });
});
