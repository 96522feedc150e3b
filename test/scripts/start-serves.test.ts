import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished } from 'vitest';

import { stopChild } from '../services.js';
import { workspaceRoot } from '../workspace-root.js';

/** Runs what `npm start` runs, on a free port and with a database of its own, until it says where it is open. */
async function start() {
  const folder = await mkdtemp(join(tmpdir(), 'desk-'));
  const child = spawn(process.execPath, [join(workspaceRoot, 'scripts/start.mjs')], {
    // As from a shell: what vitest sets, NODE_ENV above all, would build a page for tests.
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      PORT: '0',
      DESK_FILE: join(folder, 'desk.sqlite'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(async () => {
    await stopChild(child);
    await rm(folder, { recursive: true });
  });
  const url = new Promise<string>((resolve, reject) => {
    const printed: string[] = [];
    const read = (line: string): void => {
      printed.push(line);
      const found = /^The desk is open at (\S+)$/.exec(line)?.[1];
      if (found !== undefined) resolve(found);
    };
    createInterface(child.stdout).on('line', read);
    createInterface(child.stderr).on('line', read);
    child.once('exit', (code) => reject(new Error(`it ended with code ${code}:\n${printed.join('\n')}`)));
  });
  return { child, url: await url };
}

it('builds and serves page and API until it is told to end', { timeout: 120_000 }, async () => {
  const { child, url } = await start();
  const page = await fetch(url, { headers: { accept: 'text/html' } });
  expect(page.status).toBe(200);
  expect(page.headers.get('content-type')).toContain('text/html');
  expect(await page.text()).toContain('<script type="module"');
  const context = await fetch(`${url}/api/mizan/ctx/global/`);
  expect(context.status).toBe(200);
  expect(await context.json()).toHaveProperty('counts');

  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  await expect(fetch(url)).rejects.toThrow('fetch failed');
});
