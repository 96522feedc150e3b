import { createMizan } from '@mizan/client';
import { realtime } from '@mizan/client/realtime';

// What realtime adds to what size-entry brings.
export * from './size-entry.test-d.js';
export const mizanWithRealtime = createMizan({ realtime: realtime() });
