import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { workspaceRoot } from '../workspace-root.js';

const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: workspaceRoot, encoding: 'utf8' })
  .split('\0')
  .filter((file) => file !== '' && existsSync(join(workspaceRoot, file)));

const readText = (file: string) => readFileSync(join(workspaceRoot, file), 'utf8');

describe('docs/architecture.md', () => {
  const named = [
    ...readText('docs/architecture.md').matchAll(/`((?:libs|apps|test|bench|scripts)\/[\w./-]+)`/g),
  ];

  it.each(named.map(([, path = '']) => path))('names %s, which exists', (path) => {
    expect(existsSync(join(workspaceRoot, path))).toBe(true);
  });
});

describe('the pages', () => {
  const pages = tracked.filter((file) => file.endsWith('.md') && !file.startsWith('.changeset/'));

  it.each(pages)('%s links to files that exist', (page) => {
    const links = [...readText(page).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, link = '']) => link);
    const broken = links.filter((link) => !existsSync(join(workspaceRoot, dirname(page), link)));
    expect(broken).toEqual([]);
  });
});

describe('the tracked files', () => {
  /** Written apart, so that this file does not contain what it looks for. */
  const forbidden = [
    ['/', 'work/'],
    ['/', 'root/'],
    ['/', 'home/'],
    ['registry.', 'npmjs.org'],
    ['registry.', 'yarnpkg.com'],
  ].map((parts) => parts.join(''));

  it.each(forbidden)('do not contain %s', (text) => {
    const found = tracked.filter((file) => readFileSync(join(workspaceRoot, file)).includes(text));
    expect(found).toEqual([]);
  });

  it('are sources: nothing that a compiler wrote stands beside one', () => {
    const compiled = tracked.filter(
      (file) => /\.jsx?$/.test(file) && tracked.includes(file.replace(/\.js(x?)$/, '.ts$1')),
    );
    expect(compiled).toEqual([]);
  });
});
