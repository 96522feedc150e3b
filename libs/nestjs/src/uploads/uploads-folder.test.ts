import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Spool } from './spool.js';
import { makeUploadsFolder, removeLeftFolders, showLife } from './uploads-folder.js';

/** The id of a process that has ended. */
const endedPid = () => Number(execFileSync(process.execPath, ['-p', 'process.pid']));

describe('folders of uploads', () => {
  let directory: string;
  beforeEach(() => void (directory = mkdtempSync(join(tmpdir(), 'mizan-test-'))));
  afterEach(() => rmSync(directory, { recursive: true }));

  /** The name that the folder of another process would have. */
  async function folderOf(pid: number, machine?: string): Promise<string> {
    const own = await makeUploadsFolder(directory);
    rmSync(own, { recursive: true });
    const [, , owner = '', , random = ''] = basename(own).split('-');
    const folder = join(directory, `mizan-uploads-${machine ?? owner}-${pid}-${random}`);
    mkdirSync(folder);
    writeFileSync(join(folder, 'file'), 'x');
    return folder;
  }

  it('are removed with what is in them when their process has ended', async () => {
    const folder = await folderOf(endedPid());
    expect(await removeLeftFolders(directory)).toEqual([folder]);
    expect(readdirSync(directory)).toEqual([]);
  });

  it('stay while their process runs', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await folderOf(child.pid ?? 0);
    expect(await removeLeftFolders(directory)).toEqual([]);
    child.kill();
    await once(child, 'exit');
  });

  it('stay when they are of this process, and go when one before it had its id', async () => {
    const own = await makeUploadsFolder(directory);
    expect(await removeLeftFolders(directory)).toEqual([]);
    const before = Date.now() / 1000 - process.uptime() - 10;
    utimesSync(own, before, before);
    expect(await removeLeftFolders(directory)).toEqual([own]);
  });

  it('of another machine that shares the place stay while their process shows that it runs', async () => {
    const folder = await folderOf(endedPid(), '00000000');
    expect(await removeLeftFolders(directory)).toEqual([]);
    const longAgo = Date.now() / 1000 - 31 * 60;
    utimesSync(folder, longAgo, longAgo);
    await showLife(folder);
    expect(await removeLeftFolders(directory)).toEqual([]);
    utimesSync(folder, longAgo, longAgo);
    expect(await removeLeftFolders(directory)).toEqual([folder]);
  });

  it('are all that is removed', async () => {
    const folder = await folderOf(endedPid());
    const target = mkdtempSync(join(directory, 'target-'));
    writeFileSync(join(target, 'kept'), 'x');
    rmSync(folder, { recursive: true });
    symlinkSync(target, folder);
    mkdirSync(join(directory, 'mizan-uploads-mine'));
    writeFileSync(join(directory, basename(folder).replace(/\w{6}$/, 'aaaaaa')), 'a file');
    expect(await removeLeftFolders(directory)).toEqual([]);
    expect(existsSync(join(target, 'kept'))).toBe(true);
  });

  it('come back when the system has cleaned up', async () => {
    const spool = new Spool(directory);
    const first = await spool.create();
    await first.handle.close();
    rmSync(join(directory, ...readdirSync(directory)), { recursive: true });
    const second = await spool.create();
    await second.handle.close();
    expect(existsSync(second.path)).toBe(true);
    await spool.close();
    expect(readdirSync(directory)).toEqual([]);
  });
});
