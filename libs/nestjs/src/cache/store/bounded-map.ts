import { RecencyMap } from './recency-map.js';

export interface MapBounds {
  readonly maxEntries: number;
  readonly maxBytes: number;
}

interface Held {
  readonly value: unknown;
  readonly bytes: number;
}

/** A store for Keyv that drops what was not read for long, as soon as it holds too much. */
export class BoundedMap {
  readonly #bounds: MapBounds;
  readonly #held = new RecencyMap<Held>();
  #bytes = 0;

  constructor(bounds: MapBounds) {
    this.#bounds = bounds;
  }

  get(key: string): unknown {
    return this.#held.get(key)?.value;
  }

  /** @returns whether it is held: what is larger than all that may be held never is */
  set(key: string, value: unknown): boolean {
    const bytes = 2 * key.length + bytesOf(value);
    if (bytes > this.#bounds.maxBytes) {
      this.delete(key);
      return false;
    }
    const replaced = this.#held.set(key, { value, bytes });
    this.#bytes += bytes - (replaced?.bytes ?? 0);
    this.#dropOldest();
    return true;
  }

  delete(key: string): boolean {
    const deleted = this.#held.delete(key);
    this.#bytes -= deleted?.bytes ?? 0;
    return deleted !== undefined;
  }

  clear(): void {
    this.#held.clear();
    this.#bytes = 0;
  }

  #dropOldest(): void {
    while (this.#held.size > this.#bounds.maxEntries || this.#bytes > this.#bounds.maxBytes) {
      this.#bytes -= this.#held.dropOldest()?.bytes ?? 0;
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
