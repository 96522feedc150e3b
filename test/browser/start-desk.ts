import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { stopChild } from '../services.js';

const main = fileURLToPath(new URL('../../apps/desk-api/dist/main.js', import.meta.url));
const page = fileURLToPath(new URL('../../apps/desk-web/dist/index.html', import.meta.url));

export interface RunningDesk {
  /** Where page and API are, without a slash at the end. It stays when the desk is started again. */
  readonly url: string;
  stop(): Promise<void>;
  /** Ends it as a crash does: it has no time to say anything to anybody. */
  kill(): Promise<void>;
  /** Ends it, if it runs, and starts it again at the same address. */
  restart(): Promise<void>;
}

/**
 * A desk of the current test's own, with a database file of its own. It ends with the test.
 *
 * @param env more of what the desk's settings know
 */
export async function startFreshDesk(
  env: Readonly<Record<string, string>> = {},
): Promise<RunningDesk & { readonly file: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'desk-'));
  const file = join(folder, 'desk.sqlite');
  const desk = await startDesk({ DESK_FILE: file, ...env });
  onTestFinished(async () => {
    await desk.stop();
    await rm(folder, { recursive: true });
  });
  return { ...desk, file };
}

/**
 * Runs the built desk as `npm start` does, on a free port.
 *
 * @param env `DESK_FILE` or `DATABASE_URL`, and whatever else the desk's settings know.
 * @throws Error with all that it printed, when it does not open
 */
export async function startDesk(env: Readonly<Record<string, string>>): Promise<RunningDesk> {
  for (const file of [main, page]) {
    if (!existsSync(file)) throw new Error(`${file} is missing: build the demo first, as npm start does`);
  }
  let running = await runDesk({ PORT: '0', ...env });
  const { url } = running;
  return {
    url,
    stop: () => running.stop(),
    kill: () => running.kill(),
    restart: async () => {
      await running.stop();
      running = await runDesk({ PORT: new URL(url).port, ...env });
    },
  };
}

async function runDesk(env: Readonly<Record<string, string>>): Promise<Omit<RunningDesk, 'restart'>> {
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env['PATH'], TZ: process.env['TZ'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    let printed = '';
    const read = (chunk: unknown): void => {
      printed += String(chunk);
      const found = /The desk is open at (\S+)/.exec(printed)?.[1];
      if (found !== undefined) resolve(found);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the desk ended with code ${code}:\n${printed}`)));
  });
  return { url, stop: () => stopChild(child), kill: () => stopChild(child, 'SIGKILL') };
}
