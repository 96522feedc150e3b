// @ts-check
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { installDependencies, isInstalled } from './install.mjs';
import { runCommand, runNpm, workspaceRoot } from './run-command.mjs';

/** @typedef {import('./run-vitest.mjs').Counts} Counts */

const app = join(workspaceRoot, 'test/cjs-app');

/** Packs what would be published, under names that stay when versions change, since the lockfile holds them. */
export async function packLibraries() {
  const folder = join(app, 'packs');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const name of ['protocol', 'nestjs']) {
    const { code, output } = await runNpm(
      ['pack', '--silent', '--pack-destination', folder, '-w', `libs/${name}`],
      { quiet: true },
    );
    const file = output.trim().split('\n').at(-1) ?? '';
    if (code !== 0) throw new Error(`npm could not pack libs/${name}:\n${output}`);
    renameSync(join(folder, file), join(folder, `mizan-${name}.tgz`));
  }
}

/** Installs the app with the libraries as they were just packed; npm alone would keep those of the last time. */
async function installApp() {
  await packLibraries();
  if (!isInstalled(app)) return installDependencies(app);
  rmSync(join(app, 'node_modules/@mizan'), { recursive: true, force: true });
  const { code, output } = await runNpm(
    ['install', '--no-save', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'],
    { cwd: app, quiet: true },
  );
  if (code !== 0) throw new Error(`npm could not install the packed libraries:\n${output}`);
}

/** @param {readonly string[]} args */
const node = (args) => runCommand(process.execPath, args, { cwd: app });

/** @returns {Promise<Counts>} */
async function runJest() {
  const report = join(app, 'dist/jest.json');
  rmSync(report, { force: true });
  const { code } = await node(['node_modules/jest/bin/jest.js', '--json', `--outputFile=${report}`]);
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, 'utf8'));
  const unexplained = code !== 0 && numFailedTests === 0 ? 1 : 0;
  return { passed: numPassedTests, failed: numFailedTests + unexplained, skipped: numPendingTests };
}

/**
 * Type-checks and compiles the CommonJS app, runs it with plain Node, and runs its Jest tests.
 *
 * @returns {Promise<Counts>}
 */
export async function testCjsApp() {
  await installApp();
  const compiled = await node(['node_modules/typescript/bin/tsc']);
  const served = await runCommand(process.execPath, ['dist/main.js'], { cwd: app, quiet: true });
  const answered = served.code === 0 && served.output.includes('Printer on fire');
  if (!answered) console.log(served.output);
  const jest = await runJest();
  const steps = [compiled.code === 0, answered];
  return {
    passed: jest.passed + steps.filter((passed) => passed).length,
    failed: jest.failed + steps.filter((passed) => !passed).length,
    skipped: jest.skipped,
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await installDependencies();
  const { passed, failed, skipped } = await testCjsApp();
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}
