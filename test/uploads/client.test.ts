import { createMizan, functionRef, type Mizan } from '@mizan/client';
import { multipart } from '@mizan/client/uploads';
import { MizanClient, MizanFile, nullable, Typed, Upload } from '@mizan/nestjs';
import { Injectable } from '@nestjs/common';
import { IsOptional, ValidateNested } from 'class-validator';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { adapters, type StartedApp, startApp } from '../../libs/nestjs/test-support/start-app.js';

class Inner {
  @Typed('string') text!: string;
  @IsOptional() @Typed('integer') count?: number;
  @IsOptional() @Upload() scan?: MizanFile;
}

class Parcel {
  @Typed('string') text!: string;
  @IsOptional() @Typed('string') note?: string;
  @Typed('integer') whole!: number;
  @Typed('number') number!: number;
  @Typed('boolean') yes!: boolean;
  @Typed(nullable('integer')) owner!: number | null;
  @IsOptional() @Typed(nullable('string')) alias: string | null = null;
  @IsOptional() @Typed() day?: Date;
  @ValidateNested() @Typed(Inner) inner!: Inner;
  @IsOptional() @ValidateNested() @Typed(Inner) maybe?: Inner;
  @ValidateNested({ each: true }) @Typed([Inner]) rows!: Inner[];
  @Typed(['string']) tags!: string[];
  @IsOptional() @Typed(['number']) counts?: number[];
  @IsOptional() @Typed('json') extra?: unknown;
  @IsOptional() @Upload() label?: MizanFile;
  @IsOptional() @Upload({ count: 3 }) photos?: MizanFile[];
}

/** What the method received last. */
const seen: { parcel: unknown } = { parcel: undefined };

@Injectable()
class Parcels {
  @MizanClient({ output: 'boolean' })
  async keep(parcel: Parcel): Promise<boolean> {
    seen.parcel = await withFilesRead(parcel);
    return true;
  }
}

/** The same, with the texts of files in their place. */
async function withFilesRead(value: unknown): Promise<unknown> {
  if (value instanceof MizanFile) return `file ${value.name}: ${(await value.buffer()).toString()}`;
  if (Array.isArray(value)) return Promise.all(value.map(withFilesRead));
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  const entries = Object.entries(value).map(async ([name, one]) => [name, await withFilesRead(one)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const numRuns = process.env['SOAK'] === '1' ? 2000 : 200;

const keep = functionRef<object, unknown>('keep', { body: multipart });

/** A CR of its own is no end of a line to those who write HTML. */
const text = fc.string({ unit: 'grapheme' }).map((one) => one.replaceAll('\r', ''));
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const inner = fc.record({ text, count: maybe(fc.integer()) });
const parcels = fc.record({
  text,
  note: maybe(text),
  whole: fc.maxSafeInteger(),
  number: fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (number === 0 ? 0 : number)),
  yes: fc.boolean(),
  owner: fc.option(fc.integer()),
  day: maybe(fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') })),
  inner,
  maybe: maybe(inner),
  rows: fc.array(inner, { maxLength: 3 }),
  tags: fc.array(text, { maxLength: 3 }),
  counts: maybe(fc.array(fc.integer(), { maxLength: 3 })),
  extra: maybe(fc.array(fc.jsonValue({ maxDepth: 2 }))),
});

const file = (name: string) => new File([`this is ${name}`], `${name}.txt`);

describe.each(adapters)(`calls with files, from the client to a method, on %s (SEED=${seed})`, (adapter) => {
  let app: StartedApp;
  let mizan: Mizan;

  beforeAll(async () => {
    app = await startApp({ providers: [Parcels] }, { adapter });
    mizan = createMizan({ baseUrl: `${app.origin}/api/mizan` });
  });
  afterAll(() => app.close());

  it('bring what JSON brings', async () => {
    await fc.assert(
      fc.asyncProperty(parcels, async (parcel) => {
        await mizan.call(keep, parcel);
        const byJson = seen.parcel;
        await mizan.call(keep, { ...parcel, label: new File(['x'], 'x.txt') });
        expect(seen.parcel).toEqual({ ...(byJson as object), label: 'file x.txt: x' });
      }),
      { seed, numRuns },
    );
  }, 120_000);

  it('bring files in objects, in lists and in objects of lists', async () => {
    await mizan.call(keep, {
      text: '',
      whole: 1,
      number: 1.5,
      yes: false,
      owner: null,
      inner: { text: 'a', scan: file('inner') },
      rows: [{ text: 'b' }, { text: 'c', scan: file('row') }],
      tags: [],
      photos: [file('one'), file('two')],
    });
    expect(seen.parcel).toMatchObject({
      text: '',
      owner: null,
      inner: { text: 'a', scan: 'file inner.txt: this is inner' },
      rows: [{ text: 'b' }, { text: 'c', scan: 'file row.txt: this is row' }],
      tags: [],
      photos: ['file one.txt: this is one', 'file two.txt: this is two'],
    });
  });

  it('cannot tell null from an empty text where both may be', async () => {
    const parcel = { whole: 1, number: 1, yes: true, owner: 1, inner: { text: '' }, rows: [], tags: [] };
    const label = new File(['x'], 'x.txt');
    await mizan.call(keep, { ...parcel, text: 'one\ntwo\r\n', alias: null, label });
    expect(seen.parcel).toMatchObject({ text: 'one\ntwo\n', alias: '' });
  });

  it('are refused with the field that is wrong', async () => {
    const refused = mizan.call(keep, { text: 'a', label: new File(['x'], 'x.txt'), rows: [{ count: 'x' }] });
    await expect(refused).rejects.toMatchObject({ code: 'VALIDATION_ERROR', status: 422 });
  });

  it('can be given up on the way', async () => {
    const controller = new AbortController();
    const big = new File([new Uint8Array(5_000_000)], 'big');
    const call = mizan.call(keep, { label: big }, { signal: controller.signal });
    controller.abort();
    await expect(call).rejects.toMatchObject({ code: 'ABORTED' });
  });
});
