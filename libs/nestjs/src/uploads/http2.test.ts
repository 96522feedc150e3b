import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { type ClientHttp2Session, type ClientHttp2Stream, connect } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServerResponse } from 'node:http';
import { Injectable, Res } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callPath, end, fileHead, multipartType, textPart } from '../../test-support/multipart.js';
import { type StartedApp, startApp } from '../../test-support/start-app.js';
import { MizanClient, MizanFile, Upload } from '../index.js';

class Keep {
  @Upload() file!: MizanFile;
}

/** What the method waits for. */
let reached = (): void => undefined;
let release = (): void => undefined;

@Injectable()
class FileFunctions {
  @MizanClient({ output: 'integer' })
  size({ file }: Keep): number {
    return file.size;
  }
  @MizanClient({ output: 'boolean' })
  async wait(_input: Keep): Promise<boolean> {
    await new Promise<void>((resolve) => {
      release = resolve;
      reached();
    });
    return true;
  }
  @MizanClient({ output: 'boolean' })
  echo({ file }: Keep, @Res() response: { raw: ServerResponse; hijack(): void }): boolean {
    response.hijack();
    file.stream().pipe(response.raw);
    return true;
  }
}

const content = 'x'.repeat(300_000);

describe('files of calls on HTTP/2', () => {
  const directory = mkdtempSync(join(tmpdir(), 'mizan-test-'));
  let app: StartedApp;
  let session: ClientHttp2Session;

  beforeAll(async () => {
    app = await startApp(
      { providers: [FileFunctions] },
      { adapter: 'fastify', fastify: { http2: true }, mizan: { uploads: { directory } } },
    );
    session = connect(app.origin);
    await once(session, 'connect');
  });
  afterAll(async () => {
    session.close();
    await app.close();
    rmSync(directory, { recursive: true });
  });

  const left = () =>
    readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((path) => path.includes('/'));

  const open = (): ClientHttp2Stream => {
    const stream = session.request({ ':method': 'POST', ':path': callPath, 'content-type': multipartType });
    stream.on('error', () => undefined);
    return stream;
  };
  const send = (fn: string): ClientHttp2Stream =>
    open().end(textPart('fn', fn) + fileHead('file') + content + end);

  it('are taken, and gone when the call is answered', async () => {
    expect(await read(send('size'))).toBe('{"result":{"result":300000}}');
    expect(await read(send('echo'))).toBe(content);
    await expect.poll(left).toEqual([]);
  });

  it('are gone when the client lets go of a call that runs', async () => {
    const running = new Promise<void>((resolve) => (reached = resolve));
    const stream = send('wait');
    await running;
    expect(left()).toHaveLength(1);
    stream.close(8);
    await once(stream, 'close');
    // The server has heard of it when it answers what came after.
    await read(send('size'));
    release();
    await expect.poll(left).toEqual([]);
  });

  it('are gone when the client lets go of a call that it sends', async () => {
    const stream = open();
    stream.write(textPart('fn', 'size') + fileHead('file') + content);
    await expect.poll(left).toHaveLength(1);
    stream.close(8);
    await expect.poll(left).toEqual([]);
    expect(app.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('are not taken from who is refused, and he is cut off when he does not end', async () => {
    const stream = open();
    stream.write(textPart('fn', 'unknown') + fileHead('file') + content);
    const [headers] = (await once(stream, 'response')) as [Record<string, unknown>];
    expect(headers[':status']).toBe(404);
    stream.resume();
    await once(stream, 'close');
    expect(session.destroyed).toBe(false);
    expect(left()).toEqual([]);
  });

  it('are gone when the client lets go of what it gets', async () => {
    const stream = send('echo');
    await once(stream, 'data');
    stream.close(8);
    await expect.poll(left).toEqual([]);
  });
});

async function read(stream: ClientHttp2Stream): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}
