import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';

import { watch, type FSWatcher } from 'chokidar';

import type { WatchedPlaces } from './watched-places.js';

/** Changes that follow each other within this time, in milliseconds, are one. */
const SETTLE_MS = 60;

/** Tells when watched files change in content. */
export class ChangeWatcher {
  private watcher: FSWatcher | undefined;
  private watched = '';
  private wake = (): void => {};
  /** Files that something happened to since the last look. */
  private readonly touched = new Set<string>();
  /** What was in a file when it was last looked at; undefined when it was not there. */
  private readonly digests = new Map<string, string | undefined>();

  /** @param signal ends all waiting */
  constructor(private readonly signal: AbortSignal) {
    signal.addEventListener('abort', () => this.wake(), { once: true });
  }

  /** Watches these places in place of the former ones; resolves when no change can be missed any more. */
  async watch({ places, isIgnored }: WatchedPlaces): Promise<void> {
    const watched = JSON.stringify(places);
    if (watched === this.watched) return;
    await this.watcher?.close();
    const watcher = watch([...places], {
      ignoreInitial: true,
      ignored: (file, stats) => isIgnored(file, stats?.isFile() ?? false),
    });
    const onTouched = (file: string): void => {
      this.touched.add(file);
      this.wake();
    };
    watcher.on('add', onTouched).on('change', onTouched).on('unlink', onTouched);
    this.watcher = watcher;
    this.watched = watched;
    await once(watcher, 'ready');
  }

  /** Resolves after the next change, at once when there was one since the last call, or at the signal. */
  async nextChange(): Promise<void> {
    while (!this.signal.aborted) {
      if (this.touched.size === 0) await new Promise<void>((resolve) => (this.wake = resolve));
      if (this.signal.aborted) return;
      await setTimeout(SETTLE_MS);
      if (await this.hasChanged()) return;
    }
  }

  async close(): Promise<void> {
    await this.watcher?.close();
  }

  /**
   * A file that was written again with what was in it is no change: otherwise a source that writes files of its
   * own would run for ever.
   */
  private async hasChanged(): Promise<boolean> {
    const files = [...this.touched];
    this.touched.clear();
    const changed = await Promise.all(files.map((file) => this.isNew(file)));
    return changed.includes(true);
  }

  private async isNew(file: string): Promise<boolean> {
    const content = await readFile(file).catch(() => undefined);
    const digest = content && createHash('sha256').update(content).digest('base64');
    const isNew = !this.digests.has(file) || this.digests.get(file) !== digest;
    this.digests.set(file, digest);
    return isNew;
  }
}
