interface Slot<Value> {
  value: Value;
  wasRead: boolean;
}

/**
 * A map that knows which key was not read for long. Reading leaves a note and moves nothing; what has one when its turn
 * comes to be dropped loses the note instead, and stays for another round.
 *
 * Putting what is read at the end of a plain Map would be exact, and slow: V8 keeps the places of deleted keys until the
 * map grows, so that a key that is read often is searched among thousands of its own.
 */
export class RecencyMap<Value> {
  readonly #slots = new Map<string, Slot<Value>>();
  /** Stays where it is between two drops: a new iterator would pass over all deleted places again. */
  #turns = this.#slots.keys();

  get size(): number {
    return this.#slots.size;
  }

  get(key: string): Value | undefined {
    const slot = this.#slots.get(key);
    if (slot === undefined) return undefined;
    slot.wasRead = true;
    return slot.value;
  }

  /** @returns the value that it replaces */
  set(key: string, value: Value): Value | undefined {
    const slot = this.#slots.get(key);
    if (slot === undefined) {
      this.#slots.set(key, { value, wasRead: false });
      return undefined;
    }
    const replaced = slot.value;
    slot.value = value;
    slot.wasRead = true;
    return replaced;
  }

  has(key: string): boolean {
    return this.#slots.has(key);
  }

  /** @returns the value that is gone */
  delete(key: string): Value | undefined {
    const slot = this.#slots.get(key);
    if (slot !== undefined) this.#slots.delete(key);
    return slot?.value;
  }

  /** @returns the value that is gone; undefined when there was none */
  dropOldest(): Value | undefined {
    while (this.#slots.size > 0) {
      const { done, value: key } = this.#turns.next();
      if (done === true) {
        this.#turns = this.#slots.keys();
        continue;
      }
      const slot = this.#slots.get(key);
      this.#slots.delete(key);
      if (slot?.wasRead !== true) return slot?.value;
      slot.wasRead = false;
      this.#slots.set(key, slot);
    }
    return undefined;
  }

  clear(): void {
    this.#slots.clear();
  }
}
