import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { tempFolder } from '../fixture/temp-folder.js';
import { applyChanges } from './apply-changes.js';
import type { Change } from './plan-changes.js';

const changes: readonly Change[] = [
  { kind: 'create', fileName: 'a.ts', after: 'new a' },
  { kind: 'update', fileName: 'b.ts', before: 'old b', after: 'new b' },
  { kind: 'remove', fileName: 'c.ts', before: 'old c' },
];

const contentsOf = (folder: string) =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readIfFile(path.join(folder, name))]));

function readIfFile(file: string): string {
  return statSync(file).isFile() ? readFileSync(file, 'utf8') : 'folder';
}

describe('applyChanges', () => {
  it('creates, updates and removes, and leaves nothing else behind', async () => {
    const folder = tempFolder({ 'b.ts': 'old b', 'c.ts': 'old c', 'mine.ts': 'mine' });
    await applyChanges(folder, changes);
    expect(contentsOf(folder)).toEqual({ 'a.ts': 'new a', 'b.ts': 'new b', 'mine.ts': 'mine' });
  });

  it('makes the folder when there is none', async () => {
    const folder = path.join(tempFolder(), 'src', 'mizan');
    await applyChanges(folder, changes.slice(0, 1));
    expect(contentsOf(folder)).toEqual({ 'a.ts': 'new a' });
  });

  it('does not even make the folder when nothing changes', async () => {
    const folder = path.join(tempFolder(), 'mizan');
    await applyChanges(folder, []);
    expect(readdirSync(path.dirname(folder))).toEqual([]);
  });

  it('does not touch files that do not change', async () => {
    const folder = tempFolder({ 'b.ts': 'old b', 'c.ts': 'old c', 'same.ts': 'same' });
    utimesSync(path.join(folder, 'same.ts'), 1, 1);
    await applyChanges(folder, changes);
    expect(statSync(path.join(folder, 'same.ts')).mtimeMs).toBe(1000);
  });

  it('undoes everything when a step fails', async () => {
    const folder = tempFolder({ 'b.ts': 'old b', 'c.ts': 'old c' });
    mkdirSync(path.join(folder, 'd.ts', 'full'), { recursive: true });
    const failing: Change = { kind: 'create', fileName: 'd.ts', after: 'new d' };
    await expect(applyChanges(folder, [...changes, failing])).rejects.toMatchObject({
      code: 'OUTPUT_FAILED',
    });
    expect(contentsOf(folder)).toEqual({ 'b.ts': 'old b', 'c.ts': 'old c', 'd.ts': 'folder' });
  });
});
