import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';

import { runCommand } from '../../scripts/run-command.mjs';
import { workspaceRoot } from '../workspace-root.js';

const name = 'invalidate-header.json';
const vectors = readFileSync(join(workspaceRoot, 'test/conformance/vectors', name), 'utf8');
const count = (JSON.parse(vectors) as readonly unknown[]).length;

/** What `npm run conformance -- <folder>` says to a folder with this one file. */
async function compare(text: string): Promise<{ readonly code: number | null; readonly output: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'vectors-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, name), text);
  return runCommand(process.execPath, [join(workspaceRoot, 'scripts/conformance.mjs'), folder], {
    quiet: true,
    env: { NO_COLOR: '1', FORCE_COLOR: '0' },
  });
}

it('passes a folder of vectors that are met', { timeout: 60_000 }, async () => {
  const { code, output } = await compare(vectors);
  expect(output).toContain(`\n${count} passed, 0 failed, 0 skipped\n`);
  expect(code).toBe(0);
});

it('fails with the title and the difference of a vector that is not met', { timeout: 60_000 }, async () => {
  const altered = vectors.replace('"header": "user;user_id=5"', '"header": "user;user_id=6"');
  expect(altered).not.toBe(vectors);
  const { code, output } = await compare(altered);
  expect(output).toMatch(/^✗ invalidate-header\.json › 1: user;user_id=6$/m);
  expect(output).toMatch(/^ +Expected: "user;user_id=6"$/m);
  expect(output).toMatch(/^ +Received: "user;user_id=5"$/m);
  expect(output).toContain(`\n${count - 1} passed, 1 failed, 0 skipped\n`);
  expect(code).toBe(1);
});
