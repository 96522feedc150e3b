import { readFile } from 'node:fs/promises';

import { describeFailure } from './describe-failure.js';
import { createProgress, type Progress, type Streams } from './progress.js';
import { helpText, readArguments, type CliArguments, type CliMode } from './read-arguments.js';
import { runOnce } from './run-once.js';

/** 0 all is well, 1 stale, 2 failed. */
export type ExitCode = 0 | 1 | 2;

/**
 * The whole of `mizan-generate`.
 * @param args what follows the program's name
 */
export async function runCli(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const progress = createProgress(streams);
  try {
    const parsed = readArguments(args);
    return await modes[parsed.mode](parsed, progress);
  } catch (error) {
    progress.fail(describeFailure(error));
    return 2;
  }
}

type RunMode = (args: CliArguments, progress: Progress) => Promise<ExitCode>;

const modes: Readonly<Record<CliMode, RunMode>> = {
  write: ({ config }, progress) => runOnce(config, 'write', progress),
  'dry-run': ({ config }, progress) => runOnce(config, 'dry-run', progress),
  check: ({ config }, progress) => runOnce(config, 'check', progress),
  watch: async ({ config }, progress) => {
    const { watchSources } = await import('./watch-sources.js');
    const interruption = new AbortController();
    process.once('SIGINT', () => interruption.abort());
    await watchSources(config, progress, interruption.signal);
    return 0;
  },
  help: async (_args, progress) => {
    progress.say(helpText.trimEnd());
    return 0;
  },
  version: async (_args, progress) => {
    progress.say(await readVersion());
    return 0;
  },
};

async function readVersion(): Promise<string> {
  const manifest: unknown = JSON.parse(
    await readFile(new URL('../../package.json', import.meta.url), 'utf8'),
  );
  const isVersioned = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return isVersioned ? String(manifest.version) : 'unknown';
}
