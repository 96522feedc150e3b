import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';

import { workspaceRoot } from '../workspace-root.js';

interface Manifest {
  readonly version: string;
  readonly bin?: Readonly<Record<string, string>>;
  readonly files?: readonly string[];
}

const programs = readdirSync(join(workspaceRoot, 'libs')).flatMap((name) => {
  const folder = `libs/${name}`;
  const manifest: Manifest = JSON.parse(readFileSync(join(workspaceRoot, folder, 'package.json'), 'utf8'));
  return Object.entries(manifest.bin ?? {}).map(([program, bin]) => ({
    program,
    manifest,
    bin,
    file: posix.join(folder, bin),
  }));
});

it('are mizan and mizan-generate', () => {
  expect(programs.map(({ program }) => program).sort()).toEqual(['mizan', 'mizan-generate']);
});

describe.each(programs)('the program $program', ({ manifest, bin, file }) => {
  it('is a committed file that can be executed: npm links no file that only a build makes', () => {
    const entry = execFileSync('git', ['ls-files', '--stage', '--', file], {
      cwd: workspaceRoot,
      encoding: 'utf8',
    });
    expect(entry).toMatch(/^100755 /);
  });

  it('is published with its package', () => {
    expect(manifest.files).toContain(posix.normalize(bin).split('/')[0]);
  });

  it('runs what was built', () => {
    const printed = execFileSync(process.execPath, [join(workspaceRoot, file), '--version'], {
      encoding: 'utf8',
    });
    expect(printed.trim()).toBe(manifest.version);
  });
});
