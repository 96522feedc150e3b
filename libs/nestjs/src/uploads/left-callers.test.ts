import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import type { ServerResponse } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Injectable, Res } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callPath, end, fileHead, multipartType, textPart } from '../../test-support/multipart.js';
import { adapters, type StartedApp, startApp } from '../../test-support/start-app.js';
import { MizanClient, MizanFile, Upload } from '../index.js';

class Keep {
  @Upload() file!: MizanFile;
}

interface AnyResponse {
  readonly raw?: ServerResponse;
  hijack?(): void;
}

let release = (): void => undefined;

@Injectable()
class FileFunctions {
  @MizanClient({ auth: true, output: 'boolean' })
  members(_input: Keep): boolean {
    return true;
  }
  @MizanClient({ output: 'boolean' })
  async hold(): Promise<boolean> {
    await new Promise<void>((resolve) => (release = resolve));
    return true;
  }
  @MizanClient({ output: 'boolean' })
  silent(_input: Keep, @Res() response: ServerResponse & AnyResponse): boolean {
    response.hijack?.();
    (response.raw ?? response).flushHeaders();
    return true;
  }
}

const start = (type: string, length: number, more = '') =>
  `POST ${callPath} HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\nContent-Length: ${length}\r\n${more}\r\n`;

describe.each(adapters)('senders of files on %s', (adapter) => {
  const directory = mkdtempSync(join(tmpdir(), 'mizan-test-'));
  let app: StartedApp;
  beforeAll(async () => {
    const uploads = { directory, spoolAbove: 1 };
    app = await startApp({ providers: [FileFunctions] }, { adapter, mizan: { uploads } });
  });
  afterAll(async () => {
    await app.close();
    rmSync(directory, { recursive: true });
  });

  const left = () =>
    readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((path) => path.includes('/'));
  const open = async (): Promise<Socket> => {
    const { hostname, port } = new URL(app.origin);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    return socket;
  };

  it('are answered when they wait for it on a connection that ends with the answer', async () => {
    const socket = await open();
    const head = start(multipartType, 1_000_000, 'Connection: close\r\n');
    socket.write(`${head}${textPart('fn', 'members')}${fileHead('file')}${'x'.repeat(1000)}`);
    const sent = performance.now();
    let text = '';
    for await (const chunk of socket) text += String(chunk);
    expect(text).toMatch(/^HTTP\/1.1 401 [^]*UNAUTHORIZED/);
    expect(performance.now() - sent).toBeLessThan(4000);
  });

  it('leave nothing when they go while an answer waits behind another', async () => {
    const socket = await open();
    const body = `${textPart('fn', 'silent')}${fileHead('file')}xxx${end}`;
    const first = '{"fn":"hold"}';
    socket.write(start('application/json', first.length) + first + start(multipartType, body.length) + body);
    await expect.poll(left).toHaveLength(1);
    socket.destroy();
    await expect.poll(left).toEqual([]);
    release();
  });
});
