// @ts-check
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { runTool, workspaceRoot } from './run-command.mjs';

/**
 * What a step of the test run comes to.
 *
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {readonly { readonly name: string, readonly reason?: string }[]} [skips]
 */

/**
 * Runs vitest and counts its tests. A run that ends without having counted is one failure, as is an exit code
 * that no failed test explains.
 *
 * @param {readonly string[]} args
 * @param {import('./run-command.mjs').CommandOptions} [options]
 * @returns {Promise<Counts>}
 */
export async function runVitest(args, options = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'mizan-counts-'));
  const file = join(folder, 'counts.json');
  const reporters = ['--reporter=default', `--reporter=${join(workspaceRoot, 'scripts/count-reporter.mjs')}`];
  const { code } = await runTool('vitest', ['run', ...reporters, ...args], {
    ...options,
    env: { ...options.env, MIZAN_COUNTS: file },
  });
  const counts = existsSync(file)
    ? JSON.parse(readFileSync(file, 'utf8'))
    : { passed: 0, failed: 1, skipped: 0 };
  rmSync(folder, { recursive: true });
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}
