// @ts-check
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { runTool, workspaceRoot } from '../../scripts/run-command.mjs';

/** @typedef {{ readonly url: string, readonly child: import('node:child_process').ChildProcess }} BenchServer */

/** @throws {Error} when one of the apps in the folders of `bench` does not compile */
export async function compileServers() {
  const { code } = await runTool('typescript', ['-p', 'bench'], { command: 'tsc' });
  if (code !== 0) throw new Error('The benchmark apps do not compile.');
}

/**
 * Runs a compiled server in a process of its own, as in production.
 *
 * @param {string} file below `bench`, without its ending: `http/server`
 * @param {readonly string[]} args
 * @returns {Promise<BenchServer>}
 * @throws {Error} when it ends instead of starting
 */
export async function startServer(file, args) {
  const child = fork(join(workspaceRoot, 'temp/bench', `${file}.js`), args, {
    execArgv: ['--expose-gc'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const { url } = await nextMessage(child);
  return { url, child };
}

/**
 * Sends a message to a server, and waits for the one that it answers with.
 *
 * @param {BenchServer} server
 * @param {unknown} message what `process.send` takes
 * @throws {Error} when the server ends instead
 */
export async function tell({ child }, message) {
  child.send(/** @type {import('node:child_process').Serializable} */ (message));
  return nextMessage(child);
}

/** @param {import('node:child_process').ChildProcess} child */
async function nextMessage(child) {
  const done = new AbortController();
  const ended = once(child, 'exit', done).then(() => {
    throw new Error(`${child.spawnargs.slice(2).join(' ')} has ended`);
  });
  try {
    const [message] = await Promise.race([once(child, 'message', done), ended]);
    return message;
  } finally {
    done.abort();
    ended.catch(() => undefined);
  }
}

/** @param {BenchServer} server */
export async function stopServer({ child }) {
  child.disconnect();
  await once(child, 'exit');
}
