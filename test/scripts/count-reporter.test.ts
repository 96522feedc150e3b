import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { runVitest } from '../../scripts/run-vitest.mjs';
import { workspaceRoot } from '../workspace-root.js';

const some = `
import { beforeAll, describe, expect, it } from 'vitest';
it('passes', () => {});
it('fails', () => expect(1).toBe(2));
it.skip('is left out', () => {});
it('gives up', ({ skip }) => skip('no database'));
describe('a broken suite', () => {
  beforeAll(() => { throw new Error('broken'); });
  it('never runs', () => {});
});
`;

/** In the workspace, since vitest is found from there. */
let folder: string;

beforeAll(() => {
  mkdirSync(join(workspaceRoot, 'temp'), { recursive: true });
  folder = mkdtempSync(join(workspaceRoot, 'temp/counts-'));
  writeFileSync(
    join(folder, 'vitest.config.mjs'),
    "export default { test: { include: ['*.test.mjs'], exclude: [] } };",
  );
  writeFileSync(join(folder, 'some.test.mjs'), some);
  writeFileSync(join(folder, 'unloadable.test.mjs'), "throw new Error('broken');");
  writeFileSync(join(folder, 'fine.test.mjs'), "import { it } from 'vitest'; it('passes', () => {});");
});

afterAll(() => rmSync(folder, { recursive: true }));

const run = (...args: string[]) => runVitest([...args, '--root', folder], { cwd: folder, quiet: true });

describe('the counts of a vitest run', { timeout: 60_000 }, () => {
  it('hold every test, and what failed outside of one', async () => {
    const { passed, failed, skipped, skips } = await run('some', 'unloadable');
    // The failed test, the broken suite and the file that cannot be loaded.
    expect({ passed, failed }).toEqual({ passed: 1, failed: 3 });
    expect(skipped).toBe(skips?.length);
    expect(skips).toContainEqual({ name: 'some.test.mjs > is left out' });
    expect(skips).toContainEqual({ name: 'some.test.mjs > gives up', reason: 'no database' });
  });

  it('hold no failure when all is well', async () => {
    expect(await run('fine')).toMatchObject({ passed: 1, failed: 0, skipped: 0 });
  });

  it('hold a failure when nothing ran at all', async () => {
    expect(await run('no-such-file')).toMatchObject({ passed: 0, failed: 1 });
  });
});
