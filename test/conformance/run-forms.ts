import { readFile } from 'node:fs/promises';

import { createConformanceApp } from '../../apps/conformance/src/index.js';
import { type HttpVector, runHttpVector } from './run-http.js';
import type { VectorCase, VectorRun } from './vector-run.js';

/** `forms.json`: every request gets its answer from the fixture app, on each platform. */
export async function runForms(file: string): Promise<VectorRun> {
  const vectors: readonly HttpVector[] = JSON.parse(await readFile(file, 'utf8'));
  const platforms = ['express', 'fastify'] as const;
  const apps = await Promise.all(
    platforms.map(async (platform) => ({ platform, app: await createConformanceApp({ platform }) })),
  );
  return {
    cases: apps.flatMap(({ platform, app }) =>
      vectors.map((vector): VectorCase => ({
        title: `${platform}: ${vector.title}`,
        run: () => runHttpVector(app, vector),
      })),
    ),
    close: async () => void (await Promise.all(apps.map(({ app }) => app.close()))),
  };
}
