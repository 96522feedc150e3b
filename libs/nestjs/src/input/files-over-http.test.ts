import { Injectable } from '@nestjs/common';
import { ArrayMinSize, IsInt, IsOptional, ValidateNested } from 'class-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { callPath, formOf } from '../../test-support/multipart.js';
import { adapters, type StartedApp, startApp } from '../../test-support/start-app.js';
import { Arg, defineContext, MizanClient, MizanFile, Typed, Upload, uploadOf } from '../index.js';

const AlbumContext = defineContext('album');

class Page {
  @IsInt() number!: number;
  @Upload({ maxSize: 10 }) scan!: MizanFile;
}

class Book {
  @IsInt() album_id!: number;
  @Upload({ maxSize: '1kB', accept: ['image/*', 'application/pdf'] }) cover!: MizanFile;
  @Upload({ count: 2 }) @ArrayMinSize(1) @IsOptional() extras?: MizanFile[];
  @ValidateNested({ each: true }) @Typed([Page]) pages: Page[] = [];
}

const Stamp = z.object({ image: z.instanceof(MizanFile).refine(({ size }) => size < 5, 'Too heavy') });

@Injectable()
class Albums {
  printed: unknown[] = [];

  @MizanClient({ context: AlbumContext, output: 'integer' })
  album(@Arg('album_id', 'integer') id: number): number {
    return id;
  }

  @MizanClient({ affects: AlbumContext, output: 'json' })
  async print({ cover, extras, pages }: Book): Promise<unknown> {
    this.printed.push(cover.name);
    const texts = pages.map(async ({ number, scan }) => [number, (await scan.buffer()).toString()]);
    return { cover: [cover.name, cover.type], extras: extras?.length, pages: await Promise.all(texts) };
  }

  @MizanClient({ output: 'json' })
  async put(
    @Arg('to') to: string,
    @Arg('file') file: MizanFile,
    @Arg('more', uploadOf({ count: 2 }), { optional: true }) more?: readonly MizanFile[],
  ): Promise<unknown> {
    return [to, (await file.buffer()).toString(), more?.map(({ name }) => name)];
  }

  @MizanClient({ input: Stamp, output: 'string' })
  stamp({ image }: z.output<typeof Stamp>): string {
    return image.name;
  }
}

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const text = (content: string, name = 'a.txt') => new File([content], name, { type: 'text/plain' });
const cover = () => new File([png], 'cover.bin', { type: 'application/octet-stream' });

describe.each(adapters)('functions with files on %s', (adapter) => {
  let app: StartedApp;
  beforeAll(async () => void (app = await startApp({ providers: [Albums] }, { adapter })));
  afterAll(() => app.close());

  async function send(
    fn: string,
    fields: Parameters<typeof formOf>[1],
    headers: Record<string, string> = {},
  ): Promise<{ readonly status: number; readonly body: Readonly<Record<string, unknown>> }> {
    const response = await app.fetch(callPath, { method: 'POST', body: formOf(fn, fields), headers });
    return { status: response.status, body: JSON.parse(await response.text()) };
  }

  it('get them where they are declared, and what the call makes stale is known by its texts', async () => {
    const fields = {
      album_id: '7',
      cover: cover(),
      extras: [text('1'), text('2')],
      'pages.0.number': '1',
      'pages.0.scan': text('one'),
      'pages.1.number': '2',
      'pages.1.scan': text('two'),
    };
    expect(await send('print', fields)).toEqual({
      status: 200,
      body: {
        result: {
          result: {
            cover: ['cover.bin', 'image/png'],
            extras: 2,
            pages: [
              [1, 'one'],
              [2, 'two'],
            ],
          },
        },
        invalidate: [{ context: 'album', params: { album_id: 7 } }],
      },
    });
  });

  it('take them as arguments and by schemas', async () => {
    const more = [text('b', 'b.txt'), text('c', 'c.txt')];
    const { body } = await send('put', { to: 'here', file: text('a'), more });
    expect(body['result']).toEqual({ result: ['here', 'a', ['b.txt', 'c.txt']] });
    expect((await send('stamp', { image: text('tiny') })).body['result']).toEqual({ result: 'a.txt' });
  });

  it.each<[string, string, () => Parameters<typeof formOf>[1], number, string, string]>([
    ['too large', 'print', () => ({ cover: text('x'.repeat(1025)) }), 413, 'PAYLOAD_TOO_LARGE', 'cover'],
    [
      'too large in a list',
      'print',
      () => ({ cover: cover(), 'pages.3.scan': text('elevenbytes') }),
      413,
      'PAYLOAD_TOO_LARGE',
      'pages.3.scan',
    ],
    [
      'of another kind',
      'print',
      () => ({ cover: new File(['text'], 'cover.png', { type: 'text/plain' }) }),
      415,
      'UNSUPPORTED_MEDIA_TYPE',
      'cover',
    ],
    [
      'too many',
      'print',
      () => ({ cover: cover(), extras: [text('1'), text('2'), text('3')] }),
      422,
      'VALIDATION_ERROR',
      'extras',
    ],
    ['two for one', 'print', () => ({ cover: [cover(), cover()] }), 422, 'VALIDATION_ERROR', 'cover'],
    ['not expected', 'print', () => ({ cover: cover(), other: text('1') }), 422, 'VALIDATION_ERROR', 'other'],
    ['missing', 'print', () => ({ album_id: '7' }), 422, 'VALIDATION_ERROR', 'cover'],
    ['not chosen', 'print', () => ({ album_id: '7', cover: text('', '') }), 422, 'VALIDATION_ERROR', 'cover'],
    ['a text', 'print', () => ({ album_id: '7', cover: 'x' }), 422, 'VALIDATION_ERROR', 'cover'],
    [
      'too few for a constraint',
      'print',
      () => ({ album_id: '7', cover: cover(), extras: '[]' }),
      422,
      'VALIDATION_ERROR',
      'extras',
    ],
    ['missing as an argument', 'put', () => ({ to: 'here' }), 422, 'VALIDATION_ERROR', 'file'],
    ['what a schema refuses', 'stamp', () => ({ image: text('heavy') }), 422, 'VALIDATION_ERROR', 'image'],
  ])('refuse those that are %s, by their field', async (_title, fn, fields, status, code, field) => {
    const { body, ...answer } = await send(fn, fields());
    expect([answer.status, body['code']]).toEqual([status, code]);
    const { fields: found } = body['details'] as { readonly fields: Readonly<Record<string, unknown>> };
    expect(found[field]).toEqual([expect.any(String)]);
  });

  it('miss them in JSON, by their names', async () => {
    const response = await app.call('print', { album_id: 7, pages: [{ number: 1, scan: 'x' }] });
    expect([response.status, await response.json()]).toEqual([
      422,
      expect.objectContaining({
        code: 'VALIDATION_ERROR',
        details: {
          fields: { cover: ['is required'], 'pages.0.scan': ['must be a file, sent as multipart'] },
        },
      }),
    ]);
  });

  it('are told apart by what files hold where a key says that it is one call', async () => {
    const albums = app.app.get(Albums);
    albums.printed = [];
    const headers = { 'Idempotency-Key': `print-${adapter}` };
    const first = await send('print', { album_id: '7', cover: cover() }, headers);
    expect(await send('print', { album_id: '7', cover: cover() }, headers)).toEqual(first);
    expect(albums.printed).toEqual(['cover.bin']);
    const other = new File([png, 'more'], 'cover.bin', { type: 'application/octet-stream' });
    const { status, body } = await send('print', { album_id: '7', cover: other }, headers);
    expect([status, body['code']]).toEqual([422, 'VALIDATION_ERROR']);
    expect(albums.printed).toEqual(['cover.bin']);
  });
});
