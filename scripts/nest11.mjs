// @ts-check
import { cpSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { installDependencies } from './install.mjs';
import { runTool, workspaceRoot } from './run-command.mjs';
import { runVitest } from './run-vitest.mjs';

/** @typedef {import('./run-vitest.mjs').Counts} Counts */

/** A small copy of the workspace, in which every import of @nestjs/* finds Nest 11, those of tools and child processes too. */
const copy = join(workspaceRoot, 'temp/nest11');

const copied = ['libs/nestjs', 'libs/protocol', 'apps/conformance', 'test/conformance', 'tsconfig.base.json'];

/** What must not be copied: node_modules would bring Nest 12 along. */
const left = new Set(['node_modules', 'dist']);

async function makeCopy() {
  mkdirSync(copy, { recursive: true });
  for (const file of ['package.json', 'package-lock.json', 'tsconfig.json']) {
    cpSync(join(workspaceRoot, 'test/nest11', file), join(copy, file));
  }
  await installDependencies(copy);
  for (const folder of ['libs', 'apps', 'test', 'node_modules/@mizan']) {
    rmSync(join(copy, folder), { recursive: true, force: true });
  }
  for (const path of copied) {
    cpSync(join(workspaceRoot, path), join(copy, path), {
      recursive: true,
      filter: (source) => !left.has(basename(source)),
    });
  }
  cpSync(join(workspaceRoot, 'test/nest11/nest-version.test.ts'), join(copy, 'test/nest-version.test.ts'));
  mkdirSync(join(copy, 'node_modules/@mizan'));
  for (const name of ['nestjs', 'protocol']) {
    symlinkSync(join(copy, 'libs', name), join(copy, 'node_modules/@mizan', name), 'junction');
  }
}

/**
 * Type-checks the sources of libs/nestjs against Nest 11 and runs its tests there.
 *
 * @param {readonly string[]} [args] for vitest
 * @returns {Promise<Counts>}
 */
export async function testOnNest11(args = []) {
  await makeCopy();
  const types = await runTool('typescript', ['-p', copy], { command: 'tsc' });
  const counts = await runVitest(
    [
      '--root',
      copy,
      '--config',
      join(workspaceRoot, 'vitest.config.ts'),
      '--project=nestjs',
      '--project=apps',
      '--project=e2e',
      ...args,
    ],
    { cwd: copy },
  );
  const typesPassed = types.code === 0;
  return {
    ...counts,
    passed: counts.passed + (typesPassed ? 1 : 0),
    failed: counts.failed + (typesPassed ? 0 : 1),
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await installDependencies();
  const { passed, failed, skipped } = await testOnNest11(process.argv.slice(2));
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}
