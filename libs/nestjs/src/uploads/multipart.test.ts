import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CanActivate, type ExecutionContext, Injectable, UseGuards } from '@nestjs/common';
import { IsInt, IsOptional, IsString, ValidateNested } from 'class-validator';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type Answer,
  callPath,
  end,
  fileHead,
  formOf,
  multipartType,
  openCall,
  sendFirst,
  textPart,
} from '../../test-support/multipart.js';
import { adapters, type StartedApp, startApp } from '../../test-support/start-app.js';
import { defineContext, MizanClient, MizanFile, type MizanIdentity, Typed, Upload } from '../index.js';

const BoardContext = defineContext('board');

class BoardKey {
  @IsInt() board_id!: number;
}
class Board {
  @Typed('integer') board_id!: number;
}
class Picture extends BoardKey {
  @IsString() @IsOptional() title?: string;
  @Upload() photo!: MizanFile;
}
class Album {
  @Upload({ maxSize: '1kB', count: 2 }) photos!: MizanFile[];
}
class Slide {
  @Upload() image!: MizanFile;
}
class Show {
  @Upload({ count: 3 }) front!: MizanFile[];
  @Upload({ count: 2 }) back!: MizanFile[];
  @Typed([Slide]) @ValidateNested({ each: true }) @IsOptional() slides?: Slide[];
}
class Note {
  @IsString() text!: string;
}
class Facts {
  @Typed() name!: string;
  @Typed() type!: string;
  @Typed() size!: number;
  @Typed() text!: string;
}

/** What ran, in order. */
const events: string[] = [];

@Injectable()
class Door implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { headers, body } = context.getArgByIndex<{ headers: Record<string, string>; body: unknown }>(0);
    events.push(`guard ${String(body)}`);
    return headers['x-door'] !== 'shut';
  }
}

async function factsOf(file: MizanFile): Promise<Facts> {
  const { name, type, size } = file;
  return { name, type, size, text: (await file.buffer()).toString() };
}

@Injectable()
class BoardFunctions {
  @MizanClient({ context: BoardContext, output: Board })
  board({ board_id }: BoardKey): Board {
    return { board_id };
  }
  @MizanClient({ affects: BoardContext, output: Facts })
  hang({ photo }: Picture): Promise<Facts> {
    events.push('hang');
    return factsOf(photo);
  }
  @MizanClient({ output: [Facts] })
  fill({ photos }: Album): Promise<Facts[]> {
    return Promise.all(photos.map(factsOf));
  }
  @MizanClient({ output: 'integer' })
  show({ front, back, slides = [] }: Show): number {
    return front.length + back.length + slides.length;
  }
  @MizanClient({ output: 'string' })
  note({ text }: Note): string {
    return text;
  }
  @UseGuards(Door)
  @MizanClient({ auth: true, output: Facts })
  members({ photo }: Picture): Promise<Facts> {
    events.push('members');
    return factsOf(photo);
  }
  @MizanClient({ private: true, output: Facts })
  hidden({ photo }: Picture): Promise<Facts> {
    return factsOf(photo);
  }
}

const identity = ({ headers }: { readonly headers: Record<string, string> }): MizanIdentity | null =>
  headers['x-user'] === undefined
    ? null
    : { id: headers['x-user'], isStaff: false, isSuperuser: false, permissions: [] };

const megabyte = Buffer.alloc(2 ** 20, 'x');

/** A refusal as tests compare it. */
const refusal = ({ status, body }: Answer) => [status, (body as { code?: unknown }).code];

/** Sends a large file, never to its end, and waits for the answer. */
async function sendOn(origin: string, fn: string, headers: Record<string, string> = {}): Promise<Answer> {
  const call = openCall(origin, headers);
  await call.write(textPart('fn', fn) + textPart('board_id', '1') + fileHead('photo'));
  for (let i = 0; i < 10; i += 1) await call.write(megabyte);
  const answer = await call.answer;
  call.end(end);
  return answer;
}

describe.each(adapters)('a multipart body on %s', (adapter) => {
  let app: StartedApp;
  const directory = mkdtempSync(join(tmpdir(), 'mizan-test-'));

  beforeAll(async () => {
    const uploads = {
      directory,
      maxFiles: 2,
      maxFileSize: '2MB',
      maxTotalSize: '4MB',
      maxFields: 20,
      maxTextSize: '200kB',
    };
    app = await startApp(
      { providers: [BoardFunctions, Door] },
      { adapter, mizan: { uploads, identity: identity as never } },
    );
  });
  afterAll(async () => {
    await app.close();
    rmSync(directory, { recursive: true });
  });
  beforeEach(() => void (events.length = 0));

  const post = async (body: FormData | string | Buffer, headers: Record<string, string> = {}) => {
    const type: Record<string, string> = body instanceof FormData ? {} : { 'Content-Type': multipartType };
    const response = await app.fetch(callPath, {
      method: 'POST',
      headers: { ...type, ...headers },
      body: body as BodyInit,
    });
    return {
      status: response.status,
      body: (await response.json()) as Record<string, unknown>,
      headers: response.headers,
    };
  };

  it('brings texts, converted by type, and files; and says what the call made stale', async () => {
    const photo = new File(['hello'], 'a.txt', { type: 'text/plain' });
    const { status, body, headers } = await post(formOf('hang', { board_id: '7', title: 'x', photo }));
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        result: { name: 'a.txt', type: 'text/plain', size: 5, text: 'hello' },
        invalidate: [{ context: 'board', params: { board_id: 7 } }],
      },
    });
    expect(headers.get('X-Mizan-Invalidate')).toBe('board;board_id=7');
    expect(headers.get('Cache-Control')).toBe('no-store');
  });

  it('takes a content type in any case, and a boundary in quotes', async () => {
    const body = textPart('fn', 'note') + textPart('text', 'é') + end;
    const type = 'Multipart/Form-Data; charset=utf-8; Boundary="b0undary"';
    expect(await post(body, { 'Content-Type': type })).toMatchObject({
      status: 200,
      body: { result: { result: 'é' } },
    });
  });

  it('takes texts before the name of the function, and the name of a change before it', async () => {
    const body = textPart('change', 'c1') + textPart('text', 'first') + textPart('fn', 'note') + end;
    expect((await post(body)).body).toEqual({ result: { result: 'first' } });
  });

  it('calls functions without files, which refuse the files that they are sent', async () => {
    expect(await post(formOf('note', { text: 'hi' }))).toMatchObject({
      status: 200,
      body: { result: { result: 'hi' } },
    });
    const { status, body } = await post(formOf('note', { text: 'hi', photo: new Blob(['x']) }));
    expect([status, body]).toMatchObject([
      422,
      { code: 'VALIDATION_ERROR', details: { fields: { photo: [expect.any(String)] } } },
    ]);
  });

  it('takes an input where no file was chosen for nothing', async () => {
    const body = textPart('fn', 'note') + textPart('text', 'hi') + fileHead('photo', '') + end;
    expect(await post(body)).toMatchObject({ status: 200, body: { result: { result: 'hi' } } });
  });

  it('joins fields of one name', async () => {
    const photos = [new File(['1'], 'a'), new File(['2'], 'b')];
    const { body } = await post(formOf('fill', { photos }));
    expect(body).toMatchObject({
      result: [
        { name: 'a', text: '1' },
        { name: 'b', text: '2' },
      ],
    });
  });

  it.each([
    ['nothing', '', 'BAD_REQUEST'],
    ['no fields', `--b0undary--\r\n`, 'BAD_REQUEST'],
    ['no name of a function', textPart('text', 'x') + end, 'BAD_REQUEST'],
    ['an empty name of a function', textPart('fn', '') + end, 'BAD_REQUEST'],
    [
      'a file before the name of the function',
      `${fileHead('photo')}x${textPart('fn', 'hang')}${end}`,
      'BAD_REQUEST',
    ],
    ['a file for a name', `${fileHead('fn')}hang${end}`, 'BAD_REQUEST'],
    [
      'two names',
      textPart('fn', 'note') + textPart('text', 'x') + textPart('fn', 'members') + end,
      'BAD_REQUEST',
    ],
    [
      'a file as change',
      `${textPart('fn', 'note')}${textPart('text', 'x')}${fileHead('change')}x${end}`,
      'BAD_REQUEST',
    ],
    [
      'a field without a name',
      `${textPart('fn', 'note')}\r\n--b0undary\r\nContent-Disposition: form-data\r\n\r\nx${end}`,
      'BAD_REQUEST',
    ],
    [
      'a field of an endless name',
      textPart('fn', 'note') + textPart('a'.repeat(1001), 'x') + end,
      'BAD_REQUEST',
    ],
    ['a field of a deep name', textPart('fn', 'note') + textPart('a.'.repeat(100), 'x') + end, 'BAD_REQUEST'],
    ['no end', textPart('fn', 'note') + textPart('text', 'x'), 'BAD_REQUEST'],
    [
      'a file that breaks off',
      `${textPart('fn', 'hang')}${textPart('board_id', '1')}${fileHead('photo')}xxx`,
      'BAD_REQUEST',
    ],
    ['another boundary', (textPart('fn', 'note') + end).replaceAll('b0undary', 'other'), 'BAD_REQUEST'],
  ])('refuses a body of %s', async (_title, body, code) => {
    expect(refusal(await post(body))).toEqual([400, code]);
    expect(events).toEqual([]);
  });

  it('refuses a type without a boundary, and a body that is compressed', async () => {
    expect(refusal(await post('x', { 'Content-Type': 'multipart/form-data' }))).toEqual([400, 'BAD_REQUEST']);
    expect(refusal(await post('x', { 'Content-Encoding': 'gzip' }))).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  });

  it.each([
    ['a text that is too long', formOf('note', { text: 'x'.repeat(102_401) })],
    [
      'texts that are too long together',
      formOf('note', { text: ['x'.repeat(102_000), 'x'.repeat(102_000), 'x'.repeat(2000)] }),
    ],
    ['too many texts', formOf('note', { text: Array<string>(20).fill('x') })],
    [
      'a file that is too large',
      formOf('hang', { board_id: '1', photo: new Blob([megabyte, megabyte, 'x']) }),
    ],
    ['a file that is larger than its field says', formOf('fill', { photos: new Blob(['x'.repeat(1025)]) })],
  ])('refuses %s', async (_title, body) => {
    const { status, body: answer } = await post(body);
    expect([status, answer['code']]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
  });

  it('names the field of a file that is too large', async () => {
    const { body } = await post(formOf('fill', { photos: new Blob(['x'.repeat(1025)]) }));
    expect(body['details']).toEqual({ fields: { photos: ['must not be larger than 1 kB'] } });
  });

  it('refuses more files than a field takes', async () => {
    const { status, body } = await post(
      formOf('fill', { photos: ['1', '2', '3'].map((text) => new Blob([text])) }),
    );
    expect([status, body]).toMatchObject([
      422,
      { code: 'VALIDATION_ERROR', details: { fields: { photos: ['must be 2 files at most'] } } },
    ]);
  });

  it('may have as many files as its lists declare, and no more in objects of lists', async () => {
    const [file, files] = [
      new Blob(['x']),
      (count: number) => Array.from({ length: count }, () => new Blob(['x'])),
    ];
    const lists = { front: files(3), back: files(2) };
    expect((await post(formOf('show', lists))).body).toEqual({ result: { result: 5 } });
    const slides = (count: number) =>
      Object.fromEntries(files(count).map((_file, index) => [`slides.${index}.image`, file]));
    expect((await post(formOf('show', { ...lists, ...slides(1) }))).body).toEqual({ result: { result: 6 } });
    expect(refusal(await post(formOf('show', { ...lists, ...slides(2) })))).toEqual([
      422,
      'VALIDATION_ERROR',
    ]);
  });

  describe('that is not taken', () => {
    it.each([
      ['of an unknown function', 'nothing', {}, 404, 'NOT_FOUND'],
      ['of a private function', 'hidden', {}, 403, 'FORBIDDEN'],
      ['of nobody', 'members', {}, 401, 'UNAUTHORIZED'],
      ['that a guard refuses', 'members', { 'x-user': 'ada', 'x-door': 'shut' }, 403, 'FORBIDDEN'],
      ['from another site', 'hang', { cookie: 'a=b', origin: 'https://evil.example' }, 403, 'FORBIDDEN'],
      ['that is too large', 'hang', {}, 413, 'PAYLOAD_TOO_LARGE'],
      ['of a function without files', 'note', {}, 422, 'VALIDATION_ERROR'],
    ])(
      '%s is answered while it is sent, and nothing of it stays',
      async (_title, fn, headers, status, code) => {
        expect(refusal(await sendOn(app.origin, fn, headers as Record<string, string>))).toEqual([
          status,
          code,
        ]);
        expect(events.filter((event) => !event.startsWith('guard'))).toEqual([]);
        expect(
          readdirSync(directory, { recursive: true }).filter((path) => String(path).includes('/')),
        ).toEqual([]);
      },
    );

    it('is answered to who sends all before he looks at the answer', async () => {
      const body = [textPart('fn', 'members') + fileHead('photo'), ...Array<Buffer>(64).fill(megabyte), end];
      expect(await sendFirst(app.origin, body)).toMatch(/^HTTP\/1.1 401 [^]*UNAUTHORIZED/);
      expect(await sendFirst(app.origin, body, 'Connection: close\r\n')).toMatch(
        /^HTTP\/1.1 401 [^]*UNAUTHORIZED/,
      );
    });

    it('leaves its connection as it was', async () => {
      for (let i = 0; i < 3; i += 1) {
        const { status } = await post(formOf('members', { photo: new Blob([megabyte]) }));
        expect(status).toBe(401);
      }
      expect((await post(formOf('note', { text: 'hi' }))).status).toBe(200);
    });
  });

  it('is looked at by guards before anything of it but the name of the function is read', async () => {
    const call = openCall(app.origin, { 'x-user': 'ada' });
    const rest = textPart('board_id', '1') + fileHead('photo');
    await call.write(textPart('fn', 'members') + rest.slice(0, 20));
    await expect.poll(() => events).toEqual(['guard undefined']);
    await call.write(rest.slice(20));
    call.end(`hello${end}`);
    expect(await call.answer).toMatchObject({ status: 200, body: { result: { text: 'hello' } } });
    expect(events).toEqual(['guard undefined', 'members']);
  });
});
