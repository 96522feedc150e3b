import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { MizanClient, MizanFile, Upload } from '@mizan/nestjs';
import { Injectable } from '@nestjs/common';
import { type Browser, chromium, type Page } from 'playwright-core';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type StartedApp, startApp } from '../../libs/nestjs/test-support/start-app.js';
import { chromiumPath, titled } from '../services.js';

class Recording {
  @Upload({ maxSize: '4MB' }) sound!: MizanFile;
}

@Injectable()
class Recordings {
  @MizanClient({ output: 'integer' })
  keep({ sound }: Recording): number {
    return sound.size;
  }
}

const sources = new URL('../../libs/client/src/', import.meta.url);

/** The sources of the client as modules that a browser can read, and a page to load them in. */
function serveClient({ url = '' }: IncomingMessage, response: ServerResponse, next: () => void): void {
  const [, name] = /^\/client\/([\w/-]+)\.js$/.exec(url) ?? [];
  if (url === '/page') response.setHeader('content-type', 'text/html').end(html);
  else if (name === undefined) next();
  else void sendModule(name, response);
}

async function sendModule(name: string, response: ServerResponse): Promise<void> {
  const source = await readFile(new URL(`${name}.ts`, sources), 'utf8');
  const { module, target } = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 };
  const { outputText } = ts.transpileModule(source, { compilerOptions: { module, target } });
  response.setHeader('content-type', 'text/javascript').end(outputText);
}

/** What a page found out. */
interface Sent {
  readonly told: readonly (readonly [sent: number, total: number])[];
  readonly result?: { readonly result: number };
  readonly error?: { readonly code: string; readonly status: number; readonly details: unknown };
}

const html = `<!doctype html><title>Page</title><script type="module">
import { createMizan, functionRef } from '/client/index.js';
import { multipart } from '/client/uploads/index.js';

const mizan = createMizan();
const keep = functionRef('keep', { body: multipart });
globalThis.send = async (size, isGivenUp) => {
  const told = [];
  const controller = new AbortController();
  const onProgress = (sent, total) => {
    told.push([sent, total]);
    if (isGivenUp) controller.abort();
  };
  const args = { sound: new File([new Uint8Array(size)], 'hum.bin') };
  try {
    return { told, result: await mizan.call(keep, args, { signal: controller.signal, onProgress }) };
  } catch ({ code, status, details }) {
    return { told, error: { code, status, details } };
  }
};
</script>`;

const executablePath = chromiumPath();

describe.skipIf(executablePath === undefined)(
  titled('files that a page sends', 'chromium', executablePath),
  { timeout: 60_000 },
  () => {
    let app: StartedApp;
    let browser: Browser;
    let page: Page;

    beforeAll(async () => {
      app = await startApp({ providers: [Recordings] }, { configure: (nest) => void nest.use(serveClient) });
      browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
      page = await browser.newPage();
      await page.goto(`${app.origin}/page`);
    });
    afterAll(async () => {
      await browser?.close();
      await app?.close();
    });

    const send = (size: number, isGivenUp: boolean): Promise<Sent> =>
      page.evaluate(`send(${size}, ${isGivenUp})`);

    it('say how much of them has been sent', async () => {
      const { told, result } = await send(3_000_000, false);
      expect(result).toEqual({ result: 3_000_000 });
      const [last] = told.slice(-1);
      expect(last?.[0]).toBe(last?.[1]);
      expect(last?.[1]).toBeGreaterThan(3_000_000);
      expect(told.map(([sent]) => sent)).toEqual(told.map(([sent]) => sent).toSorted((a, b) => a - b));
    });

    it('can be given up', async () => {
      const { error } = await send(3_000_000, true);
      expect(error).toMatchObject({ code: 'ABORTED', status: 0 });
    });

    it('are refused as any call is', async () => {
      const { error } = await send(6_000_000, false);
      expect(error).toMatchObject({ code: 'PAYLOAD_TOO_LARGE', status: 413 });
      expect(error?.details).toHaveProperty('fields.sound');
    });
  },
);
