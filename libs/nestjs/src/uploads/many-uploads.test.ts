import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CanActivate, Injectable, UseGuards } from '@nestjs/common';
import { IsInt } from 'class-validator';
import { describe, expect, it } from 'vitest';
import { callPath, end, fileHead, formOf, openCall, textPart } from '../../test-support/multipart.js';
import { adapters, startApp } from '../../test-support/start-app.js';
import { defineContext, Invalidations, MizanClient, MizanFile, Upload } from '../index.js';

const Desk = defineContext('desk');

class Attach {
  @IsInt() ticket_id!: number;
  @Upload() file!: MizanFile;
}

let runs = 0;
let door = Promise.resolve();
let openDoor = (): void => undefined;
const megabyte = Buffer.alloc(2 ** 20);

@Injectable()
class Door implements CanActivate {
  async canActivate(): Promise<boolean> {
    await door;
    return true;
  }
}

@Injectable()
class Attachments {
  @MizanClient({ context: Desk, output: 'integer' })
  desk(): number {
    return 1;
  }
  @UseGuards(Door)
  @MizanClient({ output: 'integer' })
  weigh({ file }: Attach): number {
    return file.size;
  }
  @MizanClient({ affects: Desk, output: 'string' })
  async attach({ ticket_id, file }: Attach): Promise<string> {
    runs += 1;
    return `${ticket_id} ${(await file.buffer()).toString('base64')}`;
  }
}

describe.each(adapters)('uploads on %s', (adapter) => {
  const start = (uploads: object) =>
    startApp({ providers: [Attachments, Door] }, { adapter, mizan: { uploads } });

  it('come a hundred at once', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'mizan-test-'));
    const app = await start({ directory });
    const contents = Array.from({ length: 100 }, (_, index) => randomBytes(index * 3000));
    const answers = await Promise.all(
      contents.map(async (content, ticket_id) => {
        const body = formOf('attach', { ticket_id: String(ticket_id), file: new File([content], 'a') });
        const response = await app.fetch(callPath, { method: 'POST', body });
        return response.json() as Promise<{ result: { result: string } }>;
      }),
    );
    const expected = contents.map((content, index) => `${index} ${content.toString('base64')}`);
    expect(answers.map(({ result }) => result.result)).toEqual(expected);
    const left = () => readdirSync(directory, { recursive: true, encoding: 'utf8' });
    await expect.poll(() => left().filter((path) => path.includes('/'))).toEqual([]);
    await app.close();
    expect(left()).toEqual([]);
    rmSync(directory, { recursive: true });
  });

  it('are told as changes by the name that their sender gives', async () => {
    const app = await start({});
    const told: unknown[] = [];
    app.app.get(Invalidations).subscribe((targets, source) => void told.push([targets, source]));
    const body = formOf('attach', { change: 'change-1', ticket_id: '1', file: new File(['x'], 'a') });
    expect((await app.fetch(callPath, { method: 'POST', body })).status).toBe(200);
    expect(told).toEqual([[['desk'], { change: 'change-1', by: null }]]);
    await app.close();
  });

  it('are done once, however often they are sent with one key', async () => {
    const app = await start({});
    runs = 0;
    const send = async (content: string) => {
      const body = formOf('attach', { ticket_id: '1', file: new File([content], 'a') });
      const headers = { 'Idempotency-Key': 'one' };
      return (await app.fetch(callPath, { method: 'POST', body, headers })).status;
    };
    expect([await send('x'), await send('x'), runs]).toEqual([200, 200, 1]);
    // Of the same name and size.
    expect([await send('y'), runs]).toEqual([422, 1]);
    await app.close();
  });

  it('have to be there in time, however steadily they come', async () => {
    const app = await start({ timeout: 0.3 });
    const slow = openCall(app.origin);
    slow.request.on('error', () => undefined);
    await slow.write(textPart('fn', 'attach') + fileHead('file'));
    const sending = setInterval(() => void slow.write('x'), 20);
    expect(await slow.answer).toMatchObject({ status: 408, body: { code: 'HTTP_408' } });
    clearInterval(sending);
    slow.request.destroy();
    await app.close();
  });

  it('wait at their sender until a guard has let them in', async () => {
    const app = await start({ maxFileSize: '100MB', maxTotalSize: '200MB' });
    door = new Promise((resolve) => (openDoor = resolve));
    const slow = openCall(app.origin);
    await slow.write(textPart('fn', 'weigh') + textPart('ticket_id', '1') + fileHead('file'));
    const sending = (async () => {
      for (let i = 0; i < 32; i += 1) await slow.write(megabyte);
    })();
    const sent = () => slow.request.socket?.bytesWritten ?? 0;
    let before = -1;
    const stands = () => before === (before = sent());
    await expect.poll(stands, { interval: 200 }).toBe(true);
    // What the buffers of the system hold.
    expect(sent()).toBeLessThan(16 * megabyte.length);
    openDoor();
    await sending;
    slow.end(end);
    expect(await slow.answer).toEqual({ status: 200, body: { result: { result: 32 * megabyte.length } } });
    await app.close();
  });
});
