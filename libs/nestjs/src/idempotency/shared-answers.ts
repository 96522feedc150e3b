import type { CacheStore } from '../cache/index.js';
import { type AnswerStore, type KeptAnswer, keepMs, lockMs } from './answer-store.js';

/** Keeps answers where the cache keeps bundles, for all processes of the app. */
export class SharedAnswers implements AnswerStore {
  constructor(private readonly store: CacheStore) {}

  async read(id: string): Promise<KeptAnswer | undefined> {
    const kept: unknown = await this.store.entries.get(keyOf(id));
    // Only `keep` writes under such a key.
    return (kept ?? undefined) as KeptAnswer | undefined;
  }

  async keep(id: string, answer: KeptAnswer): Promise<void> {
    await this.store.entries.set(keyOf(id), answer, keepMs);
  }

  acquire(id: string, holder: string): Promise<boolean> {
    return this.store.scopes.acquire(keyOf(id), holder, lockMs);
  }

  release(id: string, holder: string): Promise<void> {
    return this.store.scopes.release(keyOf(id), holder);
  }
}

function keyOf(id: string): string {
  return `idempotency:${id}`;
}
