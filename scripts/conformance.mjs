// @ts-check
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { installDependencies } from './install.mjs';
import { runTool, workspaceRoot } from './run-command.mjs';

// `npm run conformance -- <folder>` compares this implementation with every vector file of a folder.
// The cases run under vitest, from the same file as in `npm test`: it is what runs decorated TypeScript from
// source here, so a fresh clone needs no build.
const [given] = process.argv.slice(2);
const folder =
  given === undefined
    ? join(workspaceRoot, 'test/conformance/vectors')
    : resolve(process.env['INIT_CWD'] ?? '.', given);

if (existsSync(folder)) {
  await installDependencies();
  const file = 'test/conformance/conformance.test.ts';
  const reporter = '--reporter=./scripts/conformance-reporter.mjs';
  const { code } = await runTool('vitest', ['run', '--project', 'e2e', file, reporter], {
    env: { MIZAN_VECTORS: folder },
  });
  process.exitCode = code;
} else {
  console.error(`There is no folder ${folder}: name one that holds conformance vectors.`);
  process.exitCode = 1;
}
