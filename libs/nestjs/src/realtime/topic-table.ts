import type { RelayListener } from './relay.js';

/** Who of this process listens to which topic. */
export class TopicTable {
  readonly #topics = new Map<string, Set<RelayListener>>();

  /** Those that somebody listens to. */
  get names(): readonly string[] {
    return [...this.#topics.keys()];
  }

  has(topic: string): boolean {
    return this.#topics.has(topic);
  }

  /** @returns what ends it; later calls do nothing */
  add(topic: string, listener: RelayListener): () => void {
    // Wrapped, so that one function may listen twice.
    const own: RelayListener = (text) => listener(text);
    const listeners = this.#topics.get(topic);
    if (listeners === undefined) this.#topics.set(topic, new Set([own]));
    else listeners.add(own);
    return () => this.#remove(topic, own);
  }

  /** A listener that fails must not keep others from being told. */
  tell(topic: string, text: string, onError: (error: unknown) => void): void {
    for (const listener of this.#topics.get(topic) ?? []) {
      try {
        listener(text);
      } catch (error) {
        onError(error);
      }
    }
  }

  #remove(topic: string, own: RelayListener): void {
    const listeners = this.#topics.get(topic);
    if (listeners?.delete(own) === true && listeners.size === 0) this.#topics.delete(topic);
  }
}
