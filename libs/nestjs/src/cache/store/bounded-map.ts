export interface MapBounds {
  readonly maxEntries: number;
  readonly maxBytes: number;
}

interface Held {
  readonly value: unknown;
  readonly bytes: number;
}

/** A store for Keyv that drops what was not read for longest, as soon as it holds too much. */
export class BoundedMap {
  readonly #bounds: MapBounds;
  readonly #held = new Map<string, Held>();
  #bytes = 0;

  constructor(bounds: MapBounds) {
    this.#bounds = bounds;
  }

  get(key: string): unknown {
    const held = this.#held.get(key);
    if (held === undefined) return undefined;
    this.#held.delete(key);
    this.#held.set(key, held);
    return held.value;
  }

  /** @returns whether it is held: what is larger than all that may be held never is */
  set(key: string, value: unknown): boolean {
    this.delete(key);
    const bytes = 2 * key.length + bytesOf(value);
    if (bytes > this.#bounds.maxBytes) return false;
    this.#held.set(key, { value, bytes });
    this.#bytes += bytes;
    this.#dropOldest();
    return true;
  }

  delete(key: string): boolean {
    const held = this.#held.get(key);
    if (held !== undefined) this.#bytes -= held.bytes;
    return this.#held.delete(key);
  }

  clear(): void {
    this.#held.clear();
    this.#bytes = 0;
  }

  #dropOldest(): void {
    for (const key of this.#held.keys()) {
      if (this.#held.size <= this.#bounds.maxEntries && this.#bytes <= this.#bounds.maxBytes) return;
      this.delete(key);
    }
  }
}

/** What a value takes in memory, about, and rather too much: two bytes a character, and a word for all else. */
function bytesOf(value: unknown): number {
  if (typeof value === 'string') return 16 + 2 * value.length;
  if (typeof value !== 'object' || value === null) return 8;
  let bytes = 16;
  for (const [key, field] of Object.entries(value)) bytes += 2 * key.length + bytesOf(field);
  return bytes;
}
