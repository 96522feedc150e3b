import { BoundedMap } from '../cache/store/bounded-map.js';
import { type AnswerStore, type KeptAnswer, keepMs } from './answer-store.js';

/** Of more, the ones that were not asked for longest are forgotten. */
const bounds = { maxEntries: 10_000, maxBytes: 16 * 1024 * 1024 };

interface DatedAnswer {
  readonly answer: KeptAnswer;
  /** In ms since 1970. */
  readonly ends: number;
}

/** Keeps answers in the memory of one process. */
export class MemoryAnswers implements AnswerStore {
  readonly #held = new BoundedMap(bounds);

  read(id: string): Promise<KeptAnswer | undefined> {
    // Only `keep` puts anything there.
    const held = this.#held.get(id) as DatedAnswer | undefined;
    if (held === undefined || held.ends > Date.now()) return Promise.resolve(held?.answer);
    this.#held.delete(id);
    return Promise.resolve(undefined);
  }

  keep(id: string, answer: KeptAnswer): Promise<void> {
    const isHeld = this.#held.set(id, { answer, ends: Date.now() + keepMs } satisfies DatedAnswer);
    return isHeld
      ? Promise.resolve()
      : Promise.reject(new Error('The answer takes more memory than there is for all'));
  }

  acquire(): Promise<boolean> {
    return Promise.resolve(true);
  }

  release(): Promise<void> {
    return Promise.resolve();
  }
}
