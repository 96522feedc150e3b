import path from 'node:path';

import type { MizanConfig } from '../config/mizan-config.js';
import { applyChanges } from '../write/apply-changes.js';
import { planChanges, type ChangePlan } from '../write/plan-changes.js';
import { generate } from './generate.js';
import { loadConfig } from './load-config.js';
import type { Progress } from './progress.js';
import { countChanges, describeChanges, describeStale } from './report.js';

/** What to do with what is not as it should be. */
export type OnceMode = 'write' | 'dry-run' | 'check';

/**
 * One run from the configuration file to the output folder.
 * @returns the exit code: 1 when `check` finds something stale
 * @throws {GenerateError} and then nothing was written
 */
export async function runOnce(configFile: string, mode: OnceMode, progress: Progress): Promise<0 | 1> {
  return runWithConfig(await loadConfig(configFile), mode, progress);
}

/** {@link runOnce} with a configuration that was read already. */
export async function runWithConfig(config: MizanConfig, mode: OnceMode, progress: Progress): Promise<0 | 1> {
  const files = await generate(config, progress.step);
  const plan = await planChanges(config.output, files);
  const folder = path.relative(process.cwd(), config.output) || '.';
  if (mode === 'check') return check(folder, plan, progress);
  if (mode === 'write') await applyChanges(config.output, plan.changes);
  const count = countChanges(plan, mode === 'write' ? 'written' : 'to write');
  progress.say([`${folder}: ${count}`, ...describeChanges(plan)].join('\n'));
  return 0;
}

function check(folder: string, { changes }: ChangePlan, progress: Progress): 0 | 1 {
  if (changes.length === 0) {
    progress.say(`${folder} is up to date.`);
    return 0;
  }
  progress.say([`${folder} is stale: run mizan-generate.`, ...changes.flatMap(describeStale)].join('\n'));
  return 1;
}
