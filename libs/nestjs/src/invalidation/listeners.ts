/** Those who want to be told of something. */
export class Listeners<Args extends readonly unknown[]> {
  readonly #listeners = new Set<(...args: Args) => void>();

  get isEmpty(): boolean {
    return this.#listeners.size === 0;
  }

  /** @returns what ends it; later calls do nothing */
  add(listener: (...args: Args) => void): () => void {
    // Wrapped, so that one function may listen twice.
    const own = (...args: Args) => listener(...args);
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  /** One that fails does not keep others from being told. */
  tell(onError: (error: unknown) => void, ...args: Args): void {
    for (const listener of this.#listeners) {
      try {
        listener(...args);
      } catch (error) {
        onError(error);
      }
    }
  }

  clear(): void {
    this.#listeners.clear();
  }
}
