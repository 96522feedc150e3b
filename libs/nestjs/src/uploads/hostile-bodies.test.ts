import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { IsOptional, IsString, ValidateNested } from 'class-validator';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { boundary, callPath, end, fileHead, multipartType, textPart } from '../../test-support/multipart.js';
import { adapters, type StartedApp, startApp } from '../../test-support/start-app.js';
import { MizanClient, MizanFile, MizanForm, Typed, Upload } from '../index.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const numRuns = process.env['SOAK'] === '1' ? 10_000 : 1000;

class Line {
  @IsString() sku!: string;
  @Upload({ maxSize: 100 }) @IsOptional() photo?: MizanFile;
}
class Order {
  @IsString() @IsOptional() note?: string;
  @Typed([Line]) @ValidateNested({ each: true }) @IsOptional() lines?: Line[];
  @Upload({ maxSize: '1kB', accept: 'text/*', count: 2 }) @IsOptional() files?: MizanFile[];
}

@Injectable()
class Orders {
  @MizanClient({ output: 'string' })
  async order(input: Order): Promise<string> {
    const files = await Promise.all((input.files ?? []).map((file) => file.buffer()));
    return `${Object.getPrototypeOf(input) === Order.prototype} ${files.length}`;
  }
  @MizanForm({ name: 'order_form' })
  submit(_order: Order): void {
    // What is checked before counts here.
  }
}

const name = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.constantFrom('fn', 'change', 'note', 'files', 'files.0', 'lines.0.sku', 'lines.0.photo'),
  },
  fc.constantFrom(
    '__proto__',
    'constructor',
    'lines.__proto__.x',
    'toString',
    'lines.99999999.sku',
    'lines.0',
    '',
    '.',
    '..',
  ),
  fc.constantFrom('a.'.repeat(10_000), 'x'.repeat(5000), 'lines.0.'.repeat(30)),
  fc.string({ unit: 'binary', maxLength: 20 }),
);
const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('order', 'order_form.submit', 'order_form.validate', 'nope', '') },
  fc.constantFrom(
    '[',
    '{"__proto__":{"x":1}}',
    '[[[[',
    'x'.repeat(200_000),
    `--${boundary}`,
    `\r\n--${boundary.slice(1)}`,
  ),
  fc.string({ unit: 'binary', maxLength: 50 }),
);
const header = fc.constantFrom(
  'Content-Disposition: form-data',
  'Content-Disposition: form-data; name="note',
  'Content-Disposition: form-data; name=note; filename="a',
  `Content-Disposition: form-data; name="files"; filename*=UTF-8''%e2%82%ac%00.txt`,
  `Content-Disposition: form-data; name="files"; filename*=x-none''%ff; filename="\\"\\\\"`,
  'Content-Disposition: attachment; filename="a"',
  'Content-Type: multipart/mixed; boundary=inner',
  'Content-Type: text/plain; charset=utf-16le',
  'Content-Type: text/plain; charset=nonsense',
  'Content-Transfer-Encoding: base64',
  'no header',
  ': ',
  'X: '.repeat(10_000),
  '\u0000',
  '\r',
  '\n',
  ' folded',
  'A: b\r\n'.repeat(3000),
);
const piece = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(name, text).map(([one, value]) => textPart(one, value)) },
  {
    weight: 4,
    arbitrary: fc.tuple(name, text, text).map(([one, file, value]) => fileHead(one, file) + value),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.array(header, { maxLength: 4 }), text)
      .map(([headers, value]) => `\r\n--${boundary}\r\n${headers.join('\r\n')}\r\n\r\n${value}`),
  },
  fc.constantFrom(
    end,
    `\r\n--${boundary}`,
    `--${boundary}--`,
    '\r\n',
    '--',
    textPart('note', 'x').repeat(2000),
  ),
  text,
);
/** Most begin as they should, so that they come far. */
const start = fc.constantFrom(
  textPart('fn', 'order'),
  textPart('fn', 'order'),
  textPart('fn', 'order_form.submit'),
  '',
);
const body = fc
  .tuple(
    start,
    fc.array(piece, { maxLength: 8 }),
    fc.constantFrom(end, end, ''),
    fc.integer({ min: 0, max: 400 }),
  )
  .map(([first, pieces, last, cut]) => {
    const whole = Buffer.from(first + pieces.join('') + last);
    return cut > 300 ? whole.subarray(0, Math.floor((whole.length * (cut - 300)) / 100)) : whole;
  });

const head = (length: number) =>
  `POST ${callPath} HTTP/1.1\r\nHost: x\r\nContent-Type: ${multipartType}\r\nContent-Length: ${length}\r\n\r\n`;

describe.each(adapters)(`hostile bodies on %s (SEED=${seed})`, (adapter) => {
  let app: StartedApp;
  const directory = mkdtempSync(join(tmpdir(), 'mizan-test-'));
  beforeAll(async () => {
    const uploads = { directory, spoolAbove: 1, maxTotalSize: '1MB' };
    app = await startApp({ providers: [Orders] }, { adapter, mizan: { uploads } });
  });
  afterAll(async () => {
    await app.close();
    rmSync(directory, { recursive: true });
  });

  const left = () =>
    readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((path) => path.includes('/'));

  it('are answered, leave nothing behind, and are no surprise', { timeout: numRuns * 120 }, async () => {
    const statuses = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(body, async (bytes) => {
        const headers = { 'Content-Type': multipartType };
        const response = await app.fetch(callPath, { method: 'POST', headers, body: bytes });
        const answer = (await response.json()) as Record<string, unknown>;
        expect('result' in answer || answer['error'] === true).toBe(true);
        expect([200, 400, 404, 413, 415, 422]).toContain(response.status);
        statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
      }),
      { seed, numRuns },
    );
    // It has seen more than refusals at the door.
    for (const status of [200, 400, 413, 422]) expect(statuses.get(status) ?? 0).toBeGreaterThan(0);
    expect(app.logged.filter(({ level }) => level === 'error')).toEqual([]);
    expect(({} as { x?: unknown }).x).toBeUndefined();
    await expect.poll(left).toEqual([]);
  });

  it(
    'leave nothing behind when their sender goes away in the middle',
    { timeout: numRuns * 120 },
    async () => {
      const { hostname, port } = new URL(app.origin);
      await fc.assert(
        fc.asyncProperty(body, fc.double({ min: 0, max: 1, noNaN: true }), async (bytes, part) => {
          const socket = connect(Number(port), hostname);
          socket.on('error', () => undefined);
          await once(socket, 'connect');
          const sent = bytes.subarray(0, Math.floor(bytes.length * part));
          await new Promise((resolve) =>
            socket.write(Buffer.concat([Buffer.from(head(bytes.length + 1)), sent]), resolve),
          );
          socket.destroy();
        }),
        { seed, numRuns },
      );
      const response = await app.fetch(callPath, {
        method: 'POST',
        headers: { 'Content-Type': multipartType },
        body: textPart('fn', 'order') + end,
      });
      expect(response.status).toBe(200);
      await expect.poll(left).toEqual([]);
      expect(app.logged.filter(({ level }) => level === 'error')).toEqual([]);
    },
  );
});
