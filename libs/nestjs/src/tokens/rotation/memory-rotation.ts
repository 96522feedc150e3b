import type { RotationStore, RotationSwap } from './rotation-store.js';

export interface MemoryRotationOptions {
  /**
   * How many families are kept; of more, the one that was refreshed longest ago is forgotten. One takes about a kilobyte.
   * @default 50,000
   */
  readonly maxFamilies?: number;
}

interface Kept {
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** Keeps families in the memory of one process: a restart forgets them. */
export function memoryRotation({ maxFamilies = 50_000 }: MemoryRotationOptions = {}): RotationStore {
  // In the order of their last change, which is that of their end as well.
  const families = new Map<string, Kept>();

  const read = (family: string): string | undefined => {
    const kept = families.get(family);
    return kept !== undefined && kept.until > Date.now() ? kept.text : undefined;
  };

  const write = (family: string, { next, ttlMs }: RotationSwap): void => {
    families.delete(family);
    if (next !== undefined) families.set(family, { text: next, until: Date.now() + ttlMs });
    for (const [oldest, { until }] of families) {
      if (families.size <= maxFamilies && until > Date.now()) break;
      families.delete(oldest);
    }
  };

  return {
    isShared: false,
    read: (family) => Promise.resolve(read(family)),
    swap: (family, change) => {
      const isExpected = read(family) === change.expected;
      if (isExpected) write(family, change);
      return Promise.resolve(isExpected);
    },
  };
}
