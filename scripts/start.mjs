// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';

import { prepareWorkspace } from './prepare.mjs';
import { workspaceRoot } from './run-command.mjs';

/** @throws {Error} when `PORT` is no port number */
function readPort() {
  const text = process.env['PORT'] ?? '3000';
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new Error(`PORT is "${text}": give a number from 0 to 65535, where 0 takes a free one.`);
}

/**
 * Building takes a while, so a port that is taken is told before it.
 *
 * @param {number} port
 * @throws {Error} when nothing can listen there
 */
async function checkPort(port) {
  const probe = createServer();
  probe.listen(port, process.env['HOST'] || '127.0.0.1');
  try {
    await once(probe, 'listening');
  } catch (error) {
    const code = String(error instanceof Error && 'code' in error ? error.code : error);
    const problem = code === 'EADDRINUSE' ? 'is taken' : `cannot be used (${code})`;
    throw new Error(`Port ${port} ${problem}: choose another one, as in PORT=4000 npm start.`, {
      cause: error,
    });
  }
  probe.close();
  await once(probe, 'close');
}

/**
 * npm that is told to end takes only its shell along: what the shell had started would go on, on its port.
 *
 * @param {() => void} stop
 */
function onOrphaned(stop) {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && stop(), 500).unref();
}

/** Runs the desk until it ends; it gets the signals that this process gets. */
async function serveDesk() {
  const desk = spawn(process.execPath, [join(workspaceRoot, 'apps/desk-api/dist/main.js')], {
    stdio: 'inherit',
  });
  process.on('SIGINT', () => desk.kill('SIGINT')).on('SIGTERM', () => desk.kill('SIGTERM'));
  if (process.env['npm_lifecycle_event'] === 'start') onOrphaned(() => desk.kill('SIGTERM'));
  const [code, signal] = await once(desk, 'exit');
  return signal === null ? code : 0;
}

try {
  await checkPort(readPort());
  await prepareWorkspace();
  process.exitCode = await serveDesk();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
