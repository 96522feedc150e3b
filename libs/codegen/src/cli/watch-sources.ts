import { loadConfig } from './load-config.js';
import type { MizanConfig } from '../config/mizan-config.js';
import { ChangeWatcher } from './change-watcher.js';
import { describeFailure } from './describe-failure.js';
import type { Progress } from './progress.js';
import { runWithConfig } from './run-once.js';
import { watchedPlaces } from './watched-places.js';

/**
 * Generates now and after every change of the configuration or the source, until the signal. Failures are
 * shown and end nothing.
 */
export async function watchSources(
  configFile: string,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  const watcher = new ChangeWatcher(signal);
  let config: MizanConfig | undefined;
  while (!signal.aborted) {
    try {
      config = await loadConfig(configFile);
      // Before the run, so that what changes during it is not missed.
      await watcher.watch(watchedPlaces(configFile, config));
      await runWithConfig(config, 'write', progress);
    } catch (error) {
      progress.fail(describeFailure(error));
      await watcher.watch(watchedPlaces(configFile, config));
    }
    progress.step('Watching for changes');
    await watcher.nextChange();
  }
  await watcher.close();
}
