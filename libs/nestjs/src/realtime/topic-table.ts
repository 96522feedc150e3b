import { Listeners } from '../invalidation/listeners.js';
import type { RelayListener } from './relay.js';

/** Who of this process listens to which topic. */
export class TopicTable {
  readonly #topics = new Map<string, Listeners<Parameters<RelayListener>>>();

  /** Those that somebody listens to. */
  get names(): readonly string[] {
    return [...this.#topics.keys()];
  }

  has(topic: string): boolean {
    return this.#topics.has(topic);
  }

  /** @returns what ends it; later calls do nothing */
  add(topic: string, listener: RelayListener): () => void {
    const listeners = this.#topics.get(topic) ?? new Listeners();
    this.#topics.set(topic, listeners);
    const end = listeners.add(listener);
    return () => {
      end();
      // Perhaps others listen to it anew.
      if (listeners.isEmpty && this.#topics.get(topic) === listeners) this.#topics.delete(topic);
    };
  }

  /** A listener that fails must not keep others from being told. */
  tell(topic: string, text: string, onError: (error: unknown) => void): void {
    this.#topics.get(topic)?.tell(onError, text);
  }
}
