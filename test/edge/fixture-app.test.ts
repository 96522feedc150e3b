import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { exportManifest } from '@mizan/nestjs/export';
import { printVcl } from '@mizan/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import {
  type ConformanceApp,
  ConformanceModule,
  createConformanceApp,
} from '../../apps/conformance/src/index.js';
import { type HttpVector, runHttpVector } from '../conformance/run-http.js';
import { type RunningService, startVarnish, titled, varnishPath } from '../services.js';
import { workspaceRoot } from '../workspace-root.js';

const vectors: readonly HttpVector[] = JSON.parse(
  readFileSync(join(workspaceRoot, 'test/conformance/vectors/http.json'), 'utf8'),
);

const varnish = varnishPath();
describe.skipIf(varnish === undefined).each(['express', 'fastify'] as const)(
  titled('the fixture app on %s, behind Varnish', 'varnish', varnish),
  (platform) => {
    let app: ConformanceApp;
    let edge: RunningService;
    beforeAll(async () => {
      app = await createConformanceApp({ platform });
      const manifest = await exportManifest(ConformanceModule);
      edge = await startVarnish(printVcl(manifest, { backend: new URL(app.baseUrl).host }));
    });
    afterAll(async () => {
      await edge.stop();
      await app.close();
    });

    // Twice: the second answer would be the first one's, if that had been stored.
    it.each(['at first', 'once more'])('answers as without it, %s', async () => {
      expect(vectors.length).toBeGreaterThan(80);
      for (const vector of vectors) {
        await runHttpVector({ ...app, baseUrl: `${edge.url}/api/mizan` }, vector);
      }
    });
  },
);
