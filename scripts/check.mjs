// @ts-check
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { installDependencies } from './install.mjs';
import { generateDemoClient } from './prepare.mjs';
import { runTool, secondsSince, workspaceRoot } from './run-command.mjs';

/** @typedef {import('./run-command.mjs').CommandResult} CommandResult */
/** @typedef {{ readonly name: string, readonly run: () => Promise<CommandResult> }} Check */

const quiet = { quiet: true };

/** Published packages, by folder. */
const libraries = readdirSync(join(workspaceRoot, 'libs')).map((name) => `libs/${name}`);

/**
 * Package lint reads what `npm pack` would publish. `cjs-resolves-to-esm` is on purpose: CommonJS apps
 * load these ES modules with `require(esm)`, which test/cjs-app proves.
 *
 * @param {string} library
 * @returns {Check[]}
 */
function packageChecks(library) {
  return [
    { name: `publint ${library}`, run: () => runTool('publint', [library, '--strict', '--pack=npm'], quiet) },
    {
      name: `attw ${library}`,
      run: () =>
        runTool('@arethetypeswrong/cli', ['--pack', library, '--ignore-rules', 'cjs-resolves-to-esm'], {
          ...quiet,
          command: 'attw',
        }),
    },
  ];
}

/** The first check builds; the others may use what it built, and run two at a time. */
const [build, ...others] = /** @type {const} @satisfies {readonly [Check, ...Check[]]} */ ([
  { name: 'types of sources', run: () => runTool('typescript', ['-b'], { ...quiet, command: 'tsc' }) },
  {
    name: 'types of tests and tools',
    run: () => runTool('typescript', ['-p', 'tsconfig.check.json'], { ...quiet, command: 'tsc' }),
  },
  { name: 'types of the demo page', run: checkDemoPage },
  { name: 'format', run: () => runTool('prettier', ['--check', '.'], quiet) },
  { name: 'lint', run: () => runTool('oxlint', ['--deny-warnings'], quiet) },
  { name: 'dead code', run: () => runTool('knip', ['--no-config-hints'], quiet) },
  {
    name: 'import direction',
    run: () => runTool('dependency-cruiser', ['libs', 'apps'], { ...quiet, command: 'depcruise' }),
  },
  ...libraries.filter(hasSizeBudget).map((library) => ({
    name: `size ${library}`,
    run: () => runTool('size-limit', [], { ...quiet, cwd: join(workspaceRoot, library) }),
  })),
  ...libraries.flatMap(packageChecks),
]);

/** @param {string} library */
function hasSizeBudget(library) {
  const manifest = JSON.parse(readFileSync(join(workspaceRoot, library, 'package.json'), 'utf8'));
  return 'size-limit' in manifest || existsSync(join(workspaceRoot, library, '.size-limit.json'));
}

/** The page uses nothing but its generated client, which is not in the repository. */
async function checkDemoPage() {
  const generated = await generateDemoClient();
  if (generated.code !== 0) return generated;
  return runTool('typescript', ['-p', 'apps/desk-web', '--noEmit'], { ...quiet, command: 'tsc' });
}

/**
 * @param {Check} check
 * @returns {Promise<boolean>} whether it passed
 */
async function report(check) {
  const startedAt = performance.now();
  const { code, output } = await check.run();
  console.log(`${code === 0 ? '✓' : '✗'} ${check.name} (${secondsSince(startedAt)})`);
  if (code !== 0) console.log(output.replaceAll(/^/gm, '    '));
  return code === 0;
}

/**
 * Runs every check, whatever fails, and prints a line for each, with the output of those that fail.
 *
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function runChecks() {
  const results = [await report(build)];
  const waiting = [...others];
  const worker = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      results.push(await report(check));
    }
  };
  await Promise.all([worker(), worker()]);
  const passed = results.filter(Boolean).length;
  return { passed, failed: results.length - passed };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await installDependencies();
  const { passed, failed } = await runChecks();
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
