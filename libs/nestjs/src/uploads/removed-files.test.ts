import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  Res,
  UseFilters,
  UseInterceptors,
  Catch,
  type ExceptionFilter,
  type ArgumentsHost,
} from '@nestjs/common';
import { IsOptional, IsString } from 'class-validator';
import { of, type Observable } from 'rxjs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { callPath, end, fileHead, formOf, openCall, textPart } from '../../test-support/multipart.js';
import { adapters, type StartedApp, startApp } from '../../test-support/start-app.js';
import { Conflict, MizanClient, MizanFile, Upload } from '../index.js';

class Keep {
  @IsString() @IsOptional() path?: string;
  @Upload() file!: MizanFile;
  @Upload() @IsOptional() other?: MizanFile;
}

/** What the method got last, to be used when it is too late. */
let last: MizanFile | undefined;
const forgotten: string[] = [];
let reached = (): void => undefined;
let release = (): void => undefined;

function noted(result: unknown): void {
  forgotten.push(String(result));
}

@Injectable()
class AnswersInstead implements NestInterceptor {
  intercept(_context: ExecutionContext, _next: CallHandler): Observable<unknown> {
    return of('instead');
  }
}

interface AnyResponse {
  readonly raw?: ServerResponse;
  hijack?(): void;
  status(code: number): { send(body: unknown): unknown };
}

@Catch(Conflict)
class Filters implements ExceptionFilter {
  catch(_error: Conflict, host: ArgumentsHost): void {
    host.switchToHttp().getResponse<AnyResponse>().status(418).send({ filtered: true });
  }
}

@Injectable()
class FileFunctions {
  @MizanClient({ output: 'string' })
  async read({ file }: Keep): Promise<string> {
    last = file;
    let text = '';
    for await (const chunk of file.stream()) text += String(chunk);
    return `${text} ${(await file.buffer()).toString()}`;
  }
  @MizanClient({ output: 'boolean' })
  async save({ file, path = '' }: Keep): Promise<boolean> {
    await file.saveTo(path);
    await file.saveTo(`${path}.2`);
    return (await file.buffer()).length === file.size;
  }
  @MizanClient({ output: 'boolean' })
  forget({ file, path = '' }: Keep): boolean {
    void file.saveTo(path).catch(noted);
    void file.buffer().then(noted, noted);
    return true;
  }
  @MizanClient({ output: 'boolean' })
  fail({ file }: Keep): boolean {
    last = file;
    throw new Error('secret internals');
  }
  @UseFilters(Filters)
  @MizanClient({ output: 'boolean' })
  conflict(_input: Keep): boolean {
    throw new Conflict();
  }
  @UseInterceptors(AnswersInstead)
  @MizanClient({ output: 'string' })
  never(_input: Keep): string {
    return 'ran';
  }
  @MizanClient({ output: 'boolean' })
  async echo({ file }: Keep, @Res() response: ServerResponse & AnyResponse): Promise<boolean> {
    const raw = response.raw ?? response;
    response.hijack?.();
    raw.flushHeaders();
    // Not waited for: what the response still takes is there.
    void pipeline(file.stream(), raw);
    await Promise.resolve();
    return true;
  }
  @MizanClient({ output: 'boolean' })
  async leave({ file }: Keep): Promise<boolean> {
    last = file;
    file.stream().on('error', () => undefined);
    await Promise.resolve();
    return true;
  }
  @MizanClient({ output: 'boolean' })
  async wait({ file }: Keep): Promise<boolean> {
    last = file;
    reached();
    await new Promise<void>((resolve) => (release = resolve));
    return true;
  }
}

const megabyte = 'x'.repeat(2 ** 20);

describe.each(adapters)('files of calls on %s', (adapter) => {
  let app: StartedApp;
  const directory = mkdtempSync(join(tmpdir(), 'mizan-test-'));
  const kept = mkdtempSync(join(tmpdir(), 'mizan-kept-'));

  beforeAll(async () => {
    const uploads = { directory, spoolAbove: 1, idleTimeout: 0.2 };
    app = await startApp({ providers: [FileFunctions] }, { adapter, mizan: { uploads } });
  });
  afterAll(async () => {
    await app.close();
    rmSync(directory, { recursive: true });
    rmSync(kept, { recursive: true });
  });
  beforeEach(() => void (last = undefined));

  const left = () =>
    readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((path) => path.includes('/'));
  const call = async (fn: string, fields: Record<string, string | Blob> = {}) => {
    const file = new File([`content of ${fn}`], 'a.txt', { type: 'text/plain' });
    const response = await app.fetch(callPath, { method: 'POST', body: formOf(fn, { file, ...fields }) });
    return { status: response.status, text: await response.text() };
  };

  it('are for the user of the process alone, and gone when the call is answered', async () => {
    const slow = openCall(app.origin);
    await slow.write(textPart('fn', 'read') + fileHead('file') + 'x'.repeat(20_000));
    await expect.poll(left).toHaveLength(1);
    const [path = ''] = left();
    expect(statSync(join(directory, path)).mode & 0o777).toBe(0o600);
    expect(statSync(join(directory, path, '..')).mode & 0o777).toBe(0o700);
    slow.end(end);
    expect((await slow.answer).status).toBe(200);
    await expect.poll(left).toEqual([]);
  });

  it('can be read any number of times', async () => {
    expect(await call('read')).toEqual({
      status: 200,
      text: '{"result":{"result":"content of read content of read"}}',
    });
    await expect.poll(left).toEqual([]);
  });

  it('are kept under a path, in place of what is there, as other files of the app', async () => {
    const path = join(kept, 'a');
    writeFileSync(path, 'old and longer than what replaces it');
    expect((await call('save', { path })).text).toBe('{"result":{"result":true}}');
    expect(readFileSync(path, 'utf8')).toBe('content of save');
    expect(readFileSync(`${path}.2`, 'utf8')).toBe('content of save');
    writeFileSync(join(kept, 'usual'), '');
    expect(statSync(path).mode).toBe(statSync(join(kept, 'usual')).mode);
    expect(readdirSync(kept).toSorted()).toEqual(['a', 'a.2', 'usual']);
    await expect.poll(left).toEqual([]);
  });

  it('are kept under each path as a file of its own', async () => {
    const path = join(kept, 'b');
    await call('save', { path });
    appendFileSync(path, ' and more');
    expect(readFileSync(`${path}.2`, 'utf8')).toBe('content of save');
    rmSync(path);
    rmSync(`${path}.2`);
  });

  it('are kept to the end, though the method waits for nothing', async () => {
    forgotten.length = 0;
    for (let i = 0; i < 20; i += 1) {
      const path = join(kept, `late${i}`);
      expect((await call('forget', { path })).status).toBe(200);
      await expect.poll(() => existsSync(path)).toBe(true);
      expect(readFileSync(path, 'utf8')).toBe('content of forget');
      rmSync(path);
    }
    await expect.poll(() => forgotten).toEqual(Array(20).fill('content of forget'));
    await expect.poll(left).toEqual([]);
  });

  it('are not kept in a folder that is not there, and leave nothing there', async () => {
    expect((await call('save', { path: join(kept, 'no/a') })).status).toBe(500);
    await expect.poll(left).toEqual([]);
  });

  const endings: readonly (readonly [string, string, number, Record<string, Blob>])[] = [
    ['the method throws', 'fail', 500, {}],
    ['a filter answers', 'conflict', 418, {}],
    ['an interceptor answers', 'never', 200, {}],
    ['the input is refused', 'read', 422, { path: new Blob(['no text']) }],
    ['another file is refused', 'read', 422, { unknown: new Blob([megabyte]) }],
    ['another file is too large', 'read', 413, { other: new Blob([megabyte.repeat(11)]) }],
  ];
  it.each(endings)('are gone when %s', async (_title, fn, status, fields) => {
    expect((await call(fn, fields)).status).toBe(status);
    await expect.poll(left).toEqual([]);
  });

  it('are there until a method that answers by itself has sent them', async () => {
    const content = megabyte.repeat(5);
    const { status, text } = await call('echo', { file: new File([content], 'a') });
    expect([status, text.length]).toEqual([200, content.length]);
    await expect.poll(left).toEqual([]);
  });

  it('cannot be used when the call is over', async () => {
    await call('leave', { file: new File([megabyte], 'a.txt') });
    const file = last as unknown as MizanFile;
    await expect.poll(left).toEqual([]);
    const message = /"a.txt" is gone: the call that it came with is over/;
    expect(() => file.stream()).toThrow(message);
    await expect(file.buffer()).rejects.toThrow(message);
    await expect(file.saveTo(join(kept, 'late'))).rejects.toThrow(message);
  });

  it('are gone when the client goes away while it sends', async () => {
    const slow = openCall(app.origin);
    slow.request.on('error', () => undefined);
    await slow.write(textPart('fn', 'read') + fileHead('file') + megabyte);
    await expect.poll(left).toHaveLength(1);
    slow.request.destroy();
    await expect.poll(left).toEqual([]);
    expect(last).toBeUndefined();
  });

  it('are gone when the client goes away in the middle of one that waits behind another', async () => {
    for (let i = 0; i < 20; i += 1) {
      const slow = openCall(app.origin);
      slow.request.on('error', () => undefined);
      const both = fileHead('file') + 'x'.repeat(20_000) + fileHead('other') + 'x'.repeat(20_000);
      await new Promise((resolve) => slow.request.write(textPart('fn', 'read') + both, resolve));
      slow.request.destroy();
    }
    expect((await call('read')).status).toBe(200);
    await expect.poll(left).toEqual([]);
  });

  it('are gone when the client says nothing any more, and it is told so', async () => {
    const slow = openCall(app.origin);
    await slow.write(textPart('fn', 'read') + fileHead('file') + megabyte);
    expect(await slow.answer).toMatchObject({ status: 408, body: { code: 'HTTP_408' } });
    await expect.poll(left).toEqual([]);
    slow.request.destroy();
  });

  it('stay for a method that runs when the client has gone, and not longer', async () => {
    const slow = openCall(app.origin);
    slow.request.on('error', () => undefined);
    const running = new Promise<void>((resolve) => (reached = resolve));
    await slow.write(textPart('fn', 'wait') + fileHead('file'));
    slow.end(`hello${end}`);
    await running;
    expect(left()).toHaveLength(1);
    slow.request.destroy();
    const file = last as unknown as MizanFile;
    expect((await file.buffer()).toString()).toBe('hello');
    release();
    await expect.poll(left).toEqual([]);
  });

  it('are an error of the server where they cannot be written', async () => {
    const gone = mkdtempSync(join(tmpdir(), 'mizan-test-'));
    const broken = await startApp(
      { providers: [FileFunctions] },
      { adapter, mizan: { uploads: { directory: gone, spoolAbove: 1 } } },
    );
    rmSync(gone, { recursive: true });
    const send = async () => {
      const body = formOf('read', { file: new File([megabyte], 'a') });
      return broken.fetch(callPath, { method: 'POST', body });
    };
    expect(await (await send()).json()).toMatchObject({ code: 'INTERNAL_ERROR' });
    expect(broken.logged.map(({ text }) => text).join()).toContain('ENOENT');
    mkdirSync(gone);
    expect((await send()).status).toBe(200);
    await broken.close();
    rmSync(gone, { recursive: true });
  });
});
