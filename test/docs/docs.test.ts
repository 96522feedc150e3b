import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseKdl } from '@mizan/protocol/kdl';
import { parse as parseToml } from 'smol-toml';
import { describe, expect, it } from 'vitest';

import { workspaceRoot } from '../workspace-root.js';
import { type CodeBlock, findPages, placeOf, readCodeBlocks } from './code-block.js';
import { compile, generate, runTests, writeModuleOfAll, writeProject } from './docs-project.js';

const blocks = findPages().flatMap(readCodeBlocks);
const compiled = new Set(['ts', 'tsx']);

const titled = (list: readonly CodeBlock[]) => list.map((block) => [placeOf(block), block] as const);

const { scripts }: { scripts: Record<string, string> } = JSON.parse(
  readFileSync(join(workspaceRoot, 'package.json'), 'utf8'),
);

/** What a block of a language must be, beside those that are compiled. Throws or fails when it is not. */
const checks: Readonly<Record<string, (text: string) => void>> = {
  json: (text) => void JSON.parse(text),
  toml: (text) => void parseToml(text),
  kdl: (text) => void parseKdl(text),
  js: (text) => void execFileSync(process.execPath, ['--check', '-'], { input: text, stdio: 'pipe' }),
  bash: (text) => {
    execFileSync('bash', ['-n'], { input: text, stdio: 'pipe' });
    const commands = [...text.matchAll(/\bnpm (start|test)|\bnpm run ([\w-]+)/g)];
    const named = commands.map(([, short, long]) => short ?? long);
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named));
  },
  text: () => undefined,
};

describe('the code blocks of the docs', () => {
  it.each(titled(blocks.filter(({ language }) => compiled.has(language))))(
    '%s names its file',
    (_, { file, from }) => {
      expect(file ?? from).toMatch(/\.tsx?$/);
    },
  );

  it.each(titled(blocks.filter(({ language }) => !compiled.has(language))))('%s is valid', (_, block) => {
    const check = checks[block.language];
    if (check === undefined)
      throw new Error(`no check for "${block.language}": use one of ${Object.keys(checks).join(', ')}`);
    if (block.from === undefined) check(block.text);
  });

  const excerpts = titled(blocks.filter(({ from }) => from !== undefined));
  it.each(excerpts)('%s is what its file says', (_, { from = '', text }) => {
    expect(readFileSync(join(workspaceRoot, from), 'utf8')).toContain(text);
  });
});

/** The guide is one project; the README shows other files of the same names, on top of it. */
const guide = blocks.filter(({ page }) => page !== 'README.md');
const readme = blocks.filter(({ page }) => page === 'README.md');
const overlaid = new Set(readme.map(({ file }) => file));
const given = guide.filter(
  ({ page, file }) => page === 'docs/guide/getting-started.md' && !overlaid.has(file),
);

describe.each([
  { title: 'the guide', name: 'guide', project: guide.filter(({ file }) => file !== 'mizan.toml') },
  {
    title: 'the README, where the guide begins',
    name: 'readme',
    project: [
      ...readme,
      ...given.filter(({ file }) => file === 'src/ticket.types.ts' || file === 'src/tickets.service.ts'),
    ],
  },
])('$title', ({ name, project }) => {
  it('compiles, server and page, and its tests pass', { timeout: 180_000 }, async () => {
    const written = writeProject(name, project);
    writeModuleOfAll(written);
    expect(await compile(written, 'tsconfig.json')).toBe('');
    expect(await generate(written)).toBe('');
    expect(await compile(written, 'tsconfig.web.json')).toBe('');
    if (project.some(({ file }) => file?.endsWith('.test.ts') === true))
      expect(await runTests(written)).toBe('');
  });
});
