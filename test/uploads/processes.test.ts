import { type ChildProcess, fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';

import { end, fileHead, openCall, textPart } from '../../libs/nestjs/test-support/multipart.js';
import { adapters } from '../../libs/nestjs/test-support/start-app.js';
import { stopChild } from '../services.js';

const program = new URL('./upload-process.mjs', import.meta.url);
const megabytes = process.env['SOAK'] === '1' ? 1024 : 200;
const megabyte = Buffer.alloc(2 ** 20, 'mizan ');

interface UploadProcess {
  readonly child: ChildProcess;
  readonly origin: string;
  /** The most memory that it had since it was asked last, in megabytes. */
  readonly memory: () => Promise<number>;
}

describe.each(adapters)('processes that take files on %s', (adapter) => {
  const started = new Set<ChildProcess>();
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'mizan-test-'));
  });
  afterEach(async () => {
    for (const child of started) await stopChild(child, 'SIGKILL');
    rmSync(directory, { recursive: true });
  });
  afterAll(() => started.clear());

  async function startProcess(): Promise<UploadProcess> {
    const child = fork(program, [adapter, directory], { execArgv: [] });
    started.add(child);
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`it ended with ${String(code)} before it listened`);
    });
    const [origin] = await Promise.race([once(child, 'message'), ended]);
    ended.catch(() => undefined);
    const memory = async () => {
      child.send('memory');
      const [bytes] = await once(child, 'message');
      return Number(bytes) / 2 ** 20;
    };
    return { child, origin: String(origin), memory };
  }

  const left = () =>
    readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((path) => path.includes('/'));

  it(
    'remove what one of them left that was killed, and nothing of one that runs',
    { timeout: 60_000 },
    async () => {
      const [first, second] = [await startProcess(), await startProcess()];
      const calls = [first, second].map(({ origin }) => openCall(origin));
      for (const call of calls) {
        call.request.on('error', () => undefined);
        await call.write(textPart('fn', 'digest') + fileHead('file'));
        await call.write(megabyte);
      }
      await expect.poll(left).toHaveLength(2);
      await stopChild(first.child, 'SIGKILL');
      expect(left()).toHaveLength(2);

      await startProcess();
      expect(left()).toHaveLength(1);
      expect(readdirSync(directory)).toHaveLength(1);
      const [, survivor] = calls;
      survivor?.end(end);
      const digest = createHash('sha256').update(megabyte).digest('hex');
      expect(await survivor?.answer).toEqual({
        status: 200,
        body: { result: { size: megabyte.length, digest } },
      });
      await expect.poll(left).toEqual([]);
    },
  );

  it(`takes ${megabytes} MB in less than 50 MB of memory`, { timeout: 300_000 }, async () => {
    const { origin, memory } = await startProcess();
    const send = async (count: number) => {
      const call = openCall(origin);
      const hash = createHash('sha256');
      await call.write(textPart('fn', 'digest') + fileHead('file'));
      for (let i = 0; i < count; i += 1) {
        hash.update(megabyte);
        await call.write(megabyte);
      }
      call.end(end);
      expect(await call.answer).toEqual({
        status: 200,
        body: { result: { size: count * megabyte.length, digest: hash.digest('hex') } },
      });
    };
    // What is compiled and loaded with the first call is no cost of a file.
    await send(1);
    await memory();
    const before = await memory();
    await send(megabytes);
    const grown = (await memory()) - before;
    expect(grown).toBeLessThan(50);
    await expect.poll(left).toEqual([]);
  });
});
