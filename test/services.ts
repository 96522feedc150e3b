import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/**
 * Programs that some tests need and that npm cannot install. Where one is missing, its tests are skipped and
 * say so; under CI they fail instead, since nobody would notice a run that skips them.
 *
 * ```ts
 * const path = chromiumPath();
 * describe.skipIf(path === undefined)(titled('the page', 'chromium', path), () => { … });
 * ```
 */
export type Service = 'chromium' | 'postgres' | 'redis' | 'varnish';

const commands: Readonly<Record<Service, readonly string[]>> = {
  chromium: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
  postgres: ['postgres'],
  redis: ['redis-server', 'valkey-server'],
  varnish: ['varnishd'],
};

/** Debian keeps the server's programs outside of the path, one folder a version. */
function postgresFolders(): readonly string[] {
  const versions = '/usr/lib/postgresql';
  return existsSync(versions) ? readdirSync(versions).map((version) => join(versions, version, 'bin')) : [];
}

function findService(service: Service): string | undefined {
  const folders = [
    ...(service === 'postgres' ? postgresFolders() : []),
    // Not in the path of everybody.
    ...(service === 'varnish' ? ['/usr/sbin', '/usr/local/sbin'] : []),
    ...(process.env['PATH'] ?? '').split(delimiter),
  ];
  const found = folders
    .flatMap((folder) => commands[service].map((command) => join(folder, command)))
    .find((file) => existsSync(file));
  if (found === undefined && process.env['CI'] === 'true') {
    throw new Error(`${service} is not installed: install it, or unset CI to skip the tests that need it`);
  }
  return found;
}

/** The browser's executable, or undefined where the tests that need it are to be skipped. */
export function chromiumPath(): string | undefined {
  return findService('chromium');
}

/** The title of a suite that needs a service, which says why it is skipped when it is. */
export function titled(title: string, service: Service, found: unknown): string {
  return found === undefined ? `${title} (skipped: ${service} is not installed)` : title;
}

/** A database server of the test's own, on a free port of 127.0.0.1, with its data in a temporary folder. */
export interface RunningService {
  readonly url: string;
  stop(): Promise<void>;
}

/** Whether {@link startPostgres} can start one: decide on skipping by this. */
export function hasPostgres(): boolean {
  return findService('postgres') !== undefined;
}

/**
 * Starts an empty PostgreSQL cluster with user and database `postgres` and no password.
 *
 * @throws {Error} when PostgreSQL is not installed or does not start
 */
export async function startPostgres(): Promise<RunningService> {
  const server = findService('postgres');
  if (server === undefined) throw new Error('postgres is not installed');
  const folder = mkdtempSync(join(tmpdir(), 'mizan-postgres-'));
  const user = unprivilegedUser();
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  execFileSync(
    join(server, '../initdb'),
    ['-D', data, '-U', 'postgres', '--auth=trust', '--no-sync', '-E', 'UTF8'],
    { stdio: 'pipe', cwd: folder, ...user },
  );
  const port = await freePort();
  const options = ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-k', folder, '-F'];
  const child = spawn(server, options, { stdio: ['ignore', 'ignore', 'pipe'], cwd: folder, ...user });
  await untilPrinted(child, 'database system is ready to accept connections');
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    stop: async () => {
      await stopChild(child, 'SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Whether {@link startRedis} can start one: decide on skipping by this. */
export function hasRedis(): boolean {
  return findService('redis') !== undefined;
}

export interface RedisOptions {
  /** Where a server that was stopped is to come back. */
  readonly port?: number;
  /** As on the command line, like `['--maxmemory', '2mb']`. */
  readonly args?: readonly string[];
}

/**
 * Starts an empty Redis or Valkey without a password, whose data is gone with it.
 *
 * @throws {Error} when neither is installed, or it does not start
 */
export async function startRedis(options: RedisOptions = {}): Promise<RunningService> {
  const server = findService('redis');
  if (server === undefined) throw new Error('redis is not installed');
  const port = options.port ?? (await freePort());
  const folder = mkdtempSync(join(tmpdir(), 'mizan-redis-'));
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = spawn(server, [...settings, ...(options.args ?? [])], {
    stdio: ['ignore', 'pipe', 'ignore'],
    cwd: folder,
  });
  await untilPrinted(child, 'Ready to accept connections');
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: async () => {
      await stopChild(child, 'SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The HTTP cache's executable, or undefined where the tests that need it are to be skipped. */
export function varnishPath(): string | undefined {
  return findService('varnish');
}

/**
 * Starts a Varnish with a configuration of its own, and nothing stored.
 *
 * @param vcl the text of its configuration
 * @throws {Error} when Varnish is not installed or refuses the configuration; it says why
 */
export async function startVarnish(vcl: string): Promise<RunningService> {
  const server = findService('varnish');
  if (server === undefined) throw new Error('varnish is not installed');
  const folder = mkdtempSync(join(tmpdir(), 'mizan-varnish-'));
  const configuration = join(folder, 'default.vcl');
  writeFileSync(configuration, vcl);
  const port = await freePort();
  // Without its jail, which wants a user of its own when it is started by root.
  const place = [
    '-F',
    '-j',
    'none',
    '-n',
    join(folder, 'work'),
    '-a',
    `127.0.0.1:${port}`,
    '-f',
    configuration,
  ];
  const size = ['-s', 'malloc,32m', '-l', '1m', '-p', 'thread_pools=1', '-p', 'thread_pool_min=10'];
  const child = spawn(server, [...place, ...size], { stdio: ['ignore', 'pipe', 'pipe'], cwd: folder });
  const stop = async () => {
    await stopChild(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await untilPrinted(child, 'said Child starts');
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `http://127.0.0.1:${port}`, stop };
}

/** PostgreSQL refuses to run as root: there it runs as the user that its package made, else as nobody. */
function unprivilegedUser(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    try {
      return { uid: idOf('-u', name), gid: idOf('-g', name) };
    } catch {
      continue;
    }
  }
  throw new Error('postgres cannot run as root, and there is no user "postgres" or "nobody" to run it as');
}

function idOf(flag: '-u' | '-g', name: string): number {
  return Number(execFileSync('id', [flag, name], { stdio: 'pipe', encoding: 'utf8' }));
}

/** A port of 127.0.0.1 that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('the system gave no port');
  return address.port;
}

/**
 * Waits until a child process has printed a text.
 *
 * @throws {Error} with all that it printed, when it ends before
 */
export function untilPrinted(child: ChildProcess, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const read = (chunk: unknown): void => {
      printed += String(chunk);
      if (printed.includes(text)) resolve();
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`it ended with code ${code}:\n${printed}`)));
  });
}

/** Ends a child process and waits until it is gone. */
export async function stopChild(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, 'exit');
}
