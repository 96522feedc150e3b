// @ts-check
import { installDependencies } from './install.mjs';
import { runNpm, runTool, secondsSince } from './run-command.mjs';

export function generateDemoClient() {
  return runNpm(['run', 'generate', '--silent', '-w', 'apps/desk-web'], { quiet: true });
}

/** What must be there, in this order, before the demo can run and the whole workspace can be checked. */
const steps = [
  {
    name: 'build the packages',
    run: () => runTool('typescript', ['-b'], { quiet: true, command: 'tsc' }),
  },
  {
    name: "generate the demo's client",
    run: generateDemoClient,
  },
  {
    name: "build the demo's page",
    run: () => runNpm(['run', 'build', '--silent', '-w', 'apps/desk-web'], { quiet: true }),
  },
];

/**
 * Installs what is missing, then builds everything that `npm start` runs.
 *
 * @throws {Error} with the failed step's name and output
 */
export async function prepareWorkspace() {
  await installDependencies();
  for (const { name, run } of steps) {
    const startedAt = performance.now();
    const { code, output } = await run();
    if (code !== 0) throw new Error(`Could not ${name}:\n${output}`);
    console.log(`✓ ${name} (${secondsSince(startedAt)})`);
  }
}
