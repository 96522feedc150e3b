import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import { Injectable, Res } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { callPath, end, fileHead, formOf, openCall, textPart } from '../../test-support/multipart.js';
import { adapters, type StartedApp, startApp } from '../../test-support/start-app.js';
import { MizanClient, MizanFile, Upload } from '../index.js';

class Keep {
  @Upload() file!: MizanFile;
}

interface AnyResponse {
  readonly raw?: ServerResponse;
  hijack?(): void;
}

let opened: Readable[] = [];
let sink = '';

@Injectable()
class Leaving {
  #open(file: MizanFile): Readable {
    const stream = file.stream();
    opened.push(stream);
    return stream;
  }

  @MizanClient({ output: 'boolean' })
  async part({ file }: Keep): Promise<boolean> {
    const stream = this.#open(file);
    await once(stream, 'readable');
    return stream.read(10) !== null;
  }
  @MizanClient({ output: 'boolean' })
  unread({ file }: Keep): boolean {
    this.#open(file);
    throw new Error('the storage is down');
  }
  @MizanClient({ output: 'boolean' })
  piped({ file }: Keep): boolean {
    this.#open(file).pipe(createWriteStream(sink));
    return true;
  }
  @MizanClient({ output: 'boolean' })
  iterated({ file }: Keep): boolean {
    void (async () => {
      for await (const chunk of this.#open(file)) if (String(chunk) !== '') await new Promise(setImmediate);
    })().catch((error: unknown) => void (told = error));
    return true;
  }
  @MizanClient({ output: 'boolean' })
  echo({ file }: Keep, @Res() response: ServerResponse & AnyResponse): boolean {
    const raw = response.raw ?? response;
    response.hijack?.();
    this.#open(file).pipe(raw);
    return true;
  }
}

let told: unknown;

describe.each(adapters)('streams of files that are open when their call ends, on %s', (adapter) => {
  const directory = mkdtempSync(join(tmpdir(), 'mizan-test-'));
  const uncaught: unknown[] = [];
  const keep = (error: unknown) => void uncaught.push(error);
  let app: StartedApp;

  beforeAll(async () => {
    sink = join(directory, 'sink');
    app = await startApp({ providers: [Leaving] }, { adapter, mizan: { uploads: { directory } } });
    process.on('uncaughtException', keep);
  });
  afterAll(async () => {
    process.off('uncaughtException', keep);
    await app.close();
    rmSync(directory, { recursive: true });
  });
  beforeEach(() => {
    opened = [];
    uncaught.length = 0;
    told = undefined;
  });
  afterEach(() => expect(uncaught).toEqual([]));

  const send = (fn: string, size: number) =>
    app.fetch(callPath, { method: 'POST', body: formOf(fn, { file: new File(['x'.repeat(size)], 'a') }) });

  it.each(['part', 'unread', 'piped'])('end, and nothing else does: %s', async (fn) => {
    for (const size of [1000, 300_000]) {
      expect((await send(fn, size)).status).toBe(fn === 'unread' ? 500 : 200);
      await expect.poll(closed).toBe(true);
    }
    expect(opened).toHaveLength(2);
  });

  it('tell who reads them', async () => {
    expect((await send('iterated', 2_000_000)).status).toBe(200);
    await expect.poll(() => String(told)).toContain('"a" is gone');
  });

  it('end when the client goes away from what is sent back', async () => {
    const call = openCall(app.origin);
    call.request.on('response', (response) => response.once('data', () => call.request.destroy()));
    call.request.on('error', () => undefined);
    await call.write(textPart('fn', 'echo') + fileHead('file') + 'x'.repeat(9_000_000));
    call.end(end);
    await expect.poll(() => opened.length).toBe(1);
    await expect.poll(closed).toBe(true);
    const [stream] = opened;
    if (stream !== undefined) await expect(finished(stream)).rejects.toThrow('is gone');
  });
});

function closed(): boolean {
  return opened.every((stream) => stream.closed);
}
