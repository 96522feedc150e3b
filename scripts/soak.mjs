// @ts-check
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { installDependencies } from './install.mjs';
import { workspaceRoot } from './run-command.mjs';
import { runVitest } from './run-vitest.mjs';
import { chooseSeed } from './seed.mjs';

/** Long runs are what this command is for: an hour for one test is a hang. */
const testTimeout = 3_600_000;

/** The test files that read SOAK: all others would only repeat what `npm test` has run. */
function findSoakTests() {
  return ['libs', 'apps', 'test']
    .flatMap((folder) =>
      readdirSync(join(workspaceRoot, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
        join(folder, file),
      ),
    )
    .filter((file) => /\.test\.tsx?$/.test(file) && !/node_modules|dist|temp/.test(file))
    .filter((file) => readFileSync(join(workspaceRoot, file), 'utf8').includes('SOAK'));
}

const { values, positionals } = parseArgs({ options: { seed: { type: 'string' } }, allowPositionals: true });
const seed = chooseSeed(values.seed);
await installDependencies();
const files = findSoakTests().filter(
  (file) => positionals.length === 0 || positionals.some((part) => file.includes(part)),
);
console.log(`SEED=${seed}, ${files.length} files`);
const counts = await runVitest([...files, `--testTimeout=${testTimeout}`], {
  env: { SOAK: '1', SEED: seed },
});
console.log(`SEED=${seed}`);
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1;
