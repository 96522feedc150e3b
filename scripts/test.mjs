// @ts-check
import { join } from 'node:path';

import { runChecks } from './check.mjs';
import { testCjsApp } from './cjs-app.mjs';
import { testOnNest11 } from './nest11.mjs';
import { prepareWorkspace } from './prepare.mjs';
import { runCommand, secondsSince, workspaceRoot } from './run-command.mjs';
import { runVitest } from './run-vitest.mjs';
import { chooseSeed } from './seed.mjs';

/** @typedef {import('./run-vitest.mjs').Counts} Counts */

/** @type {readonly { readonly name: string, readonly run: () => Promise<Counts> }[]} */
const steps = [
  { name: 'prepare', run: prepare },
  { name: 'check', run: async () => ({ ...(await runChecks()), skipped: 0 }) },
  { name: 'tests', run: () => runVitest([]) },
  { name: 'libs/nestjs on Nest 11', run: testOnNest11 },
  { name: 'CommonJS app on Nest 11', run: testCjsApp },
  { name: 'conformance', run: () => runScript('conformance.mjs') },
];

/** @returns {Promise<Counts>} */
async function prepare() {
  await prepareWorkspace();
  return { passed: 1, failed: 0, skipped: 0 };
}

/**
 * @param {string} script
 * @returns {Promise<Counts>}
 */
async function runScript(script) {
  const { code } = await runCommand(process.execPath, [join(workspaceRoot, 'scripts', script)]);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

/**
 * A step that throws has failed; the others still run, so that one run shows everything that is wrong.
 *
 * @param {(typeof steps)[number]} step
 * @returns {Promise<Counts>}
 */
async function runStep({ name, run }) {
  console.log(`\n=== ${name}`);
  const startedAt = performance.now();
  let counts;
  try {
    counts = await run();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    counts = { passed: 0, failed: 1, skipped: 0 };
  }
  console.log(`=== ${name}: ${describeCounts(counts)} (${secondsSince(startedAt)})`);
  return counts;
}

/** @param {Counts} counts */
function describeCounts({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

const seed = chooseSeed();
process.env['SEED'] = seed;
const startedAt = performance.now();
/** @type {Counts[]} */
const results = [];
for (const step of steps) results.push(await runStep(step));

/** @param {'passed' | 'failed' | 'skipped'} kind */
const total = (kind) => results.reduce((sum, counts) => sum + counts[kind], 0);
const counts = { passed: total('passed'), failed: total('failed'), skipped: total('skipped') };

console.log();
for (const { name, reason } of results.flatMap((result) => result.skips ?? [])) {
  console.log(`skipped: ${name}${reason === undefined ? '' : ` (${reason})`}`);
}
console.log(`SEED=${seed}, ${secondsSince(startedAt)}`);
process.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1;
console.log(describeCounts(counts));
