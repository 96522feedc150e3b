import { Logger } from '@nestjs/common';
import { FamilyMemory } from './family-memory.js';
import type { RotationStore } from './rotation-store.js';

export interface MemoryRotationOptions {
  /**
   * How many families are kept; of more, the one that was refreshed longest ago is forgotten, and the log says so once.
   * One takes about a kilobyte.
   * @default 50,000
   */
  readonly maxFamilies?: number;
  /**
   * How many of them one person may have; of more, his own that was refreshed longest ago is forgotten.
   * @default 50
   */
  readonly maxPerSubject?: number;
}

/** Keeps families in the memory of one process: a restart forgets them. */
export function memoryRotation(options: MemoryRotationOptions = {}): RotationStore {
  const { maxFamilies = 50_000, maxPerSubject = 50 } = options;
  const memory = new FamilyMemory({ maxFamilies, maxPerSubject });
  const warnOnce = once(() =>
    new Logger('Mizan').warn(
      `memoryRotation is full: of more than ${maxFamilies} families of refresh tokens those end early that were refreshed longest ago. Give it more maxFamilies, or use redisRotation.`,
    ),
  );
  return {
    isShared: false,
    read: (family) => Promise.resolve(memory.read(family)),
    swap: (family, { expected, next, subject, ttlMs }) => {
      const isExpected = memory.read(family) === expected;
      if (isExpected && next === undefined) memory.delete(family);
      if (isExpected && next !== undefined && memory.keep(family, { text: next, subject, ttlMs })) warnOnce();
      return Promise.resolve(isExpected);
    },
  };
}

function once(act: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) act();
    isDone = true;
  };
}
