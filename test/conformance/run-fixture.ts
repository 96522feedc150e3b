import { readFile } from 'node:fs/promises';

import type { Manifest } from '@mizan/protocol';
import { emitKdl, parseKdl } from '@mizan/protocol/kdl';
import { expect } from 'vitest';

import { exportConformanceIr } from '../../apps/conformance/src/index.js';
import type { VectorRun } from './vector-run.js';

/** `fixture.kdl`: the fixture app's export, byte for byte once the nodes of forms are left out. */
export async function runFixture(file: string): Promise<VectorRun> {
  const text = await readFile(file, 'utf8');
  const { kdl } = await exportConformanceIr();
  return {
    cases: [
      {
        title: 'parsing and emitting it gives the same bytes',
        run: () => expect(emitKdl(parseKdl(text, 'fixture.kdl'))).toBe(text),
      },
      {
        title: 'the app exports it, but for the nodes of forms',
        run: () => expect(withoutForms(kdl)).toBe(text),
      },
      {
        title: 'parsing and emitting the export, with the nodes of forms, gives the same bytes',
        run: () => expect(emitKdl(parseKdl(kdl, 'export'))).toBe(kdl),
      },
    ],
  };
}

/** PROTOCOL 13: they stand after all others, so that what is before them is the reference's. */
function withoutForms(kdl: string): string {
  const start = kdl.indexOf('\n\nform "');
  return start === -1 ? kdl : kdl.slice(0, start + 1);
}

/** `fixture.manifest.json`: the fixture app's manifest by value. */
export async function runFixtureManifest(file: string): Promise<VectorRun> {
  const expected: Manifest = JSON.parse(await readFile(file, 'utf8'));
  const { manifest } = await exportConformanceIr();
  return { cases: [{ title: 'the app exports it', run: () => expect(manifest).toEqual(expected) }] };
}
