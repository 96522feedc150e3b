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
  private changed = false;
  private wake = (): void => {};
  private readonly digests = new Map<string, string>();

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
    watcher.on('add', (file) => void this.onWritten(file));
    watcher.on('change', (file) => void this.onWritten(file));
    watcher.on('unlink', (file) => this.onRemoved(file));
    this.watcher = watcher;
    this.watched = watched;
    await once(watcher, 'ready');
  }

  /** Resolves after the next change, at once when there was one since the last call, or at the signal. */
  async nextChange(): Promise<void> {
    while (!this.changed && !this.signal.aborted) {
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
    if (!this.signal.aborted) await setTimeout(SETTLE_MS);
    this.changed = false;
  }

  async close(): Promise<void> {
    await this.watcher?.close();
  }

  /**
   * A file that was written again with what was in it is no change: otherwise a source that writes files of its
   * own would run for ever.
   */
  private async onWritten(file: string): Promise<void> {
    const content = await readFile(file).catch(() => undefined);
    if (content === undefined) return;
    const digest = createHash('sha256').update(content).digest('base64');
    if (this.digests.get(file) === digest) return;
    this.digests.set(file, digest);
    this.onChanged();
  }

  private onRemoved(file: string): void {
    this.digests.delete(file);
    this.onChanged();
  }

  private onChanged(): void {
    this.changed = true;
    this.wake();
  }
}
