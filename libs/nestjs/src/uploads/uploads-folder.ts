import { createHash } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { lstat, mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

const prefix = 'mizan-uploads-';

/** Tells machines and containers apart that share a folder: their processes have the same ids. */
const machine = createHash('sha256').update(`${hostname()} ${processSpace()}`).digest('hex').slice(0, 8);

/** How often a process shows that it runs, and after which silence it does not, in milliseconds. */
export const signEveryMs = 5 * 60_000;
const silenceMs = 30 * 60_000;

/** Makes a folder of this process, which nobody but its user can look into. */
export function makeUploadsFolder(directory: string): Promise<string> {
  return mkdtemp(join(directory, `${prefix}${machine}-${process.pid}-`));
}

/** Shows processes elsewhere that the one of a folder runs. */
export async function showLife(folder: string): Promise<void> {
  const now = new Date();
  await utimes(folder, now, now);
}

/**
 * Removes what processes left that ended without doing so themselves: of this machine at once, of others when they have
 * shown no life for half an hour.
 *
 * @returns the folders that were removed
 */
export async function removeLeftFolders(directory: string): Promise<readonly string[]> {
  const removed: string[] = [];
  for (const name of await readdir(directory)) {
    const [, owner, pid] = /^mizan-uploads-([0-9a-f]{8})-(\d{1,10})-\w{6}$/.exec(name) ?? [];
    if (owner === undefined || pid === undefined) continue;
    const folder = join(directory, name);
    if (!(await isLeft(folder, owner, Number(pid)))) continue;
    await rm(folder, { recursive: true, force: true });
    removed.push(folder);
  }
  return removed;
}

async function isLeft(folder: string, owner: string, pid: number): Promise<boolean> {
  try {
    const found = await lstat(folder);
    if (!found.isDirectory() || found.uid !== (process.getuid?.() ?? found.uid)) return false;
    if (owner !== machine) return found.mtimeMs < Date.now() - silenceMs;
    // In a container, the process before this one had the same id.
    if (pid === process.pid) return found.mtimeMs < Date.now() - process.uptime() * 1000 - 1000;
    return !isRunning(pid);
  } catch {
    // Another process has removed it just now.
    return false;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** Containers may have one name and see one folder, and not each other's processes. */
function processSpace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    // Systems other than Linux have but one.
    return '';
  }
}
