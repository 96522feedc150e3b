import { createHash } from 'node:crypto';
import { lstat, mkdtemp, readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

const prefix = 'mizan-uploads-';

/** Tells machines apart that share a folder: their processes have the same ids. */
const machine = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);

/** Makes a folder of this process, which nobody but its user can look into. */
export function makeUploadsFolder(directory: string): Promise<string> {
  return mkdtemp(join(directory, `${prefix}${machine}-${process.pid}-`));
}

/**
 * Removes what processes of this machine left that ended without doing so themselves.
 *
 * @returns the folders that were removed
 */
export async function removeLeftFolders(directory: string): Promise<readonly string[]> {
  const removed: string[] = [];
  for (const name of await readdir(directory)) {
    const [, owner, pid] = /^mizan-uploads-([0-9a-f]{8})-(\d{1,10})-\w{6}$/.exec(name) ?? [];
    if (owner !== machine || pid === undefined) continue;
    const folder = join(directory, name);
    if (!(await isLeft(folder, Number(pid)))) continue;
    await rm(folder, { recursive: true, force: true });
    removed.push(folder);
  }
  return removed;
}

async function isLeft(folder: string, pid: number): Promise<boolean> {
  try {
    const found = await lstat(folder);
    if (!found.isDirectory() || found.uid !== (process.getuid?.() ?? found.uid)) return false;
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
