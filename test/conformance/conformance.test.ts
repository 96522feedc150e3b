import { fileURLToPath } from 'node:url';

import { afterAll, describe, it } from 'vitest';

import { loadVectors } from './load-vectors.js';

// `npm run conformance -- <folder>` names another folder of the same format.
const folder = process.env['MIZAN_VECTORS'] ?? fileURLToPath(new URL('./vectors', import.meta.url));

for (const { title, cases, close } of await loadVectors(folder)) {
  describe(title, () => {
    if (close !== undefined) afterAll(close);
    it.for(cases.map((each) => [each.title, each] as const))('%s', async ([, { run, skip }], context) => {
      if (skip !== undefined) context.skip(skip);
      await run();
    });
  });
}
