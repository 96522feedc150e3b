import { Listeners } from '../invalidation/listeners.js';

/** For so long after a gap was told, further ones are told together. */
const quietMs = 1000;

/** Tells of gaps: at once, but not again and again, since whoever is told reads everything anew. */
export class GapSignal {
  readonly #listeners = new Listeners<[]>();
  readonly #onError: (error: unknown) => void;
  #quiet: NodeJS.Timeout | undefined;
  #isDue = false;

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  /** @returns what ends it */
  listen(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  tell(): void {
    if (this.#quiet !== undefined) {
      this.#isDue = true;
      return;
    }
    this.#quiet = setTimeout(() => this.#endQuiet(), quietMs).unref();
    this.#listeners.tell(this.#onError);
  }

  close(): void {
    clearTimeout(this.#quiet);
    this.#listeners.clear();
  }

  #endQuiet(): void {
    this.#quiet = undefined;
    if (!this.#isDue) return;
    this.#isDue = false;
    this.tell();
  }
}
