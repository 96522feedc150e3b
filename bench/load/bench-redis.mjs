// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** @typedef {{ readonly url: string, readonly pid: number | undefined, stop(): Promise<void> }} BenchRedis */

/** A port of 127.0.0.1 that was free a moment ago. */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  server.close();
  await once(server, 'close');
  return port;
}

/**
 * An empty Redis on this machine, whose data is gone with it.
 *
 * @returns {Promise<BenchRedis | undefined>} undefined where none is installed
 */
export async function startRedis() {
  const port = await freePort();
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const isStarted = await new Promise((resolve) => {
    child.once('error', () => resolve(false)).once('exit', () => resolve(false));
    child.stdout.on('data', (text) => String(text).includes('Ready to accept') && resolve(true));
  });
  if (!isStarted) return undefined;
  // It goes with the bench, also when that fails.
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  return {
    url: `redis://127.0.0.1:${port}`,
    pid: child.pid,
    stop: async () => {
      process.off('exit', end);
      end();
      await once(child, 'exit');
    },
  };
}
