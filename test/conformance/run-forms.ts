import { readFile } from 'node:fs/promises';

import { createConformanceApp } from '../../apps/conformance/src/index.js';
import { type HttpVector, runHttpVector } from './run-http.js';
import type { VectorCase, VectorRun } from './vector-run.js';

type FormVector = HttpVector & { readonly request: { readonly multipart?: object } };

/** `forms.json`: every request gets its answer from the fixture app, on each platform. */
export async function runForms(file: string): Promise<VectorRun> {
  const vectors: readonly FormVector[] = JSON.parse(await readFile(file, 'utf8'));
  const platforms = ['express', 'fastify'] as const;
  const apps = await Promise.all(
    platforms.map(async (platform) => ({ platform, app: await createConformanceApp({ platform }) })),
  );
  return {
    cases: apps.flatMap(({ platform, app }) =>
      vectors.map((vector): VectorCase => {
        const run = () => runHttpVector(app, vector);
        const skip = vector.request.multipart !== undefined && { skip: 'multipart is not supported yet' };
        return { title: `${platform}: ${vector.title}`, run, ...skip };
      }),
    ),
    close: async () => void (await Promise.all(apps.map(({ app }) => app.close()))),
  };
}
