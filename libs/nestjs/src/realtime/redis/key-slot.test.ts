import { expect, it } from 'vitest';

import { keySlot } from './key-slot.js';

// As CLUSTER KEYSLOT of Redis 7 answers; test/realtime/cluster.test.ts asks it.
it.each([
  ['', 0],
  ['a', 15_495],
  ['foo', 12_182],
  ['123456789', 12_739],
])('knows the slot of %j', (key, slot) => {
  expect(keySlot(key)).toBe(slot);
});
