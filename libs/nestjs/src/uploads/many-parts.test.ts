import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { IsOptional, IsString, ValidateNested } from 'class-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { boundary, callPath, end, fileHead, multipartType, textPart } from '../../test-support/multipart.js';
import { adapters, type StartedApp, startApp } from '../../test-support/start-app.js';
import { MizanClient, MizanFile, MizanForm, Typed, Upload } from '../index.js';

class Line {
  @Upload() @IsOptional() photo?: MizanFile;
}
class Order {
  @IsString() @IsOptional() note?: string;
  @Typed([Line]) @ValidateNested({ each: true }) @IsOptional() lines?: Line[];
  @Upload({ count: 3 }) @IsOptional() files?: MizanFile[];
}
class Tree {
  @Typed() @ValidateNested() @IsOptional() left?: Tree;
  @Typed() @ValidateNested() @IsOptional() right?: Tree;
  @Upload({ maxSize: '1kB' }) @IsOptional() photo?: MizanFile;
}
class Address {
  @Upload({ count: 3 }) scans!: MizanFile[];
}
class Delivery {
  @Typed() @ValidateNested() from!: Address;
  @Typed() @ValidateNested() to!: Address;
}

@Injectable()
class Orders {
  @MizanClient({ output: 'integer' })
  order({ files = [] }: Order): number {
    return files.length;
  }
  @MizanClient({ output: 'string' })
  async name({ files = [] }: Order): Promise<string> {
    return (await Promise.resolve(files)).map(({ name, type }) => `${name.slice(-6)} ${type}`).join();
  }
  @MizanForm({ name: 'order_form' })
  submit(_order: Order): void {
    // What is checked before counts here.
  }
  @MizanClient({ output: 'boolean' })
  plant(_tree: Tree): boolean {
    return true;
  }
  @MizanClient({ output: 'integer' })
  deliver({ from, to }: Delivery): number {
    return from.scans.length + to.scans.length;
  }
}

const many = Array.from({ length: 20_000 }, (_item, index) => index);
const emptyPart = `\r\n--${boundary}\r\n\r\nx`;

describe.each(adapters)('bodies of many parts on %s', (adapter) => {
  const directory = mkdtempSync(join(tmpdir(), 'mizan-test-'));
  let app: StartedApp;
  beforeAll(async () => {
    const uploads = { directory, maxFiles: 5, maxFields: 100 };
    app = await startApp({ providers: [Orders] }, { adapter, mizan: { uploads } });
  });
  afterAll(async () => {
    await app.close();
    rmSync(directory, { recursive: true });
  });

  const send = async (fn: string, parts: readonly string[]) => {
    const body = textPart('fn', fn) + parts.join('') + end;
    const headers = { 'Content-Type': multipartType };
    const response = await app.fetch(callPath, { method: 'POST', headers, body });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  it.each([
    ['files that are too many for a form', 'order_form.submit', many.map(() => fileHead('files', 'a'))],
    ['files that no field of a form takes', 'order_form.submit', many.map((i) => fileHead(`q${i}`, 'a'))],
    ['files of rows', 'order_form.submit', many.map((i) => fileHead(`lines.${i}.photo`, 'a'))],
    ['files that nobody has chosen', 'order', many.map(() => fileHead('files', ''))],
    ['parts without a name', 'order', many.map(() => emptyPart)],
  ])('are refused for %s', async (_title, fn, parts) => {
    const { status, body } = await send(fn, parts);
    expect([status, body['code']]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    expect(readdirSync(directory, { recursive: true }).filter((path) => String(path).includes('/'))).toEqual(
      [],
    );
  });

  it('are refused for what comes before the name of the function', async () => {
    const texts = many.slice(0, 3).map((i) => textPart(`q${i}`, 'x'.repeat(99_000)));
    const body = texts.join('') + textPart('fn', 'order') + end;
    const headers = { 'Content-Type': multipartType };
    const response = await app.fetch(callPath, { method: 'POST', headers, body });
    expect([response.status, await response.json()]).toMatchObject([413, { code: 'PAYLOAD_TOO_LARGE' }]);
  });

  it('are taken where some of them are nothing', async () => {
    const parts = [...many.slice(0, 50).map(() => fileHead('files', '')), `${fileHead('files', 'a')}x`];
    expect((await send('order', parts)).body).toEqual({ result: { result: 1 } });
  });

  it('have no more files for an input that holds itself', async () => {
    expect((await send('plant', leaves(5))).status).toBe(200);
    const { status, body } = await send('plant', leaves(6));
    expect([status, body['code']]).toEqual([422, 'VALIDATION_ERROR']);
  });

  it('have as many files as each field declares that is of a class of fields', async () => {
    const both = ['from.scans', 'to.scans'].map((name) => `${fileHead(name, 'a')}x`.repeat(3));
    expect((await send('deliver', both)).body).toEqual({ result: { result: 6 } });
  });

  it('are read whole where their headers are long', async () => {
    const long = `${fileHead('files', `${'é'.repeat(2000)}.jsonl`, 'application/x-own')}x`;
    expect((await send('name', [long])).body).toEqual({ result: { result: '.jsonl application/x-own' } });
    const headers = many.slice(0, 25).map((i) => `X-${i}: ${'x'.repeat(500)}\r\n`);
    const part = `\r\n--${boundary}\r\n${headers.join('')}Content-Disposition: form-data; name="files"; filename="b"\r\n\r\nx`;
    expect((await send('order', [part])).body).toEqual({ result: { result: 1 } });
  });

  it('are refused where the name of a file is none', async () => {
    const { status, body } = await send('order', [`${fileHead('files', 'a'.repeat(10_000))}x`]);
    expect([status, body['code']]).toEqual([400, 'BAD_REQUEST']);
  });
});

/** So many files, each at a place of its own. */
function leaves(count: number): readonly string[] {
  return many.slice(0, count).map((i) => {
    const turns = i.toString(2).padStart(10, '0').replaceAll('1', 'left.').replaceAll('0', 'right.');
    return `${fileHead(`${turns}photo`, 'a')}x`;
  });
}
