import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { Manifest } from '@mizan/protocol';
import { emitKdl, parseKdl } from '@mizan/protocol/kdl';
import { expect } from 'vitest';

import { exportConformanceIr } from '../../apps/conformance/src/index.js';
import { findUnbuilt, withoutUnbuilt } from './unbuilt.js';
import type { VectorCase, VectorRun } from './vector-run.js';

/** `fixture.kdl`: the fixture app's export, byte for byte but for the kinds of nodes that are not built yet. */
export async function runFixture(file: string): Promise<VectorRun> {
  const text = await readFile(file, 'utf8');
  const { kdl } = await exportConformanceIr();
  const fixture = parseKdl(text, 'fixture.kdl');
  const unbuilt = findUnbuilt(fixture, parseKdl(kdl, 'export'));
  return {
    cases: [
      {
        title: 'parsing and emitting it gives the same bytes',
        run: () => expect(emitKdl(fixture)).toBe(text),
      },
      {
        title: 'the app exports it, but for the nodes of forms',
        run: () => expect(withoutForms(kdl)).toBe(emitKdl(withoutUnbuilt(fixture, unbuilt))),
      },
      ...unbuilt.functions.map(({ name }) => unbuiltCase(`function "${name}"`)),
    ],
  };
}

/** PROTOCOL 13: what is an extension is left out, and the text that remains is the reference's. */
function withoutForms(kdl: string): string {
  const start = kdl.indexOf('\n\nform "');
  return start === -1 ? kdl : kdl.slice(0, start + 1);
}

function unbuiltCase(title: string): VectorCase {
  return { title, run: () => {}, skip: 'not supported yet' };
}

/** `fixture.manifest.json`: the fixture app's manifest by value, without what `fixture.kdl` beside it has unbuilt. */
export async function runFixtureManifest(file: string): Promise<VectorRun> {
  const expected: Manifest = JSON.parse(await readFile(file, 'utf8'));
  const { kdl, manifest } = await exportConformanceIr();
  const lacking = await unbuiltNames(join(dirname(file), 'fixture.kdl'), kdl);
  const mutations = Object.entries(expected.mutations).filter(([name]) => !lacking.has(name));
  return {
    cases: [
      {
        title: 'the app exports it',
        run: () => expect(manifest).toEqual({ ...expected, mutations: Object.fromEntries(mutations) }),
      },
      ...Object.keys(expected.mutations)
        .filter((name) => lacking.has(name))
        .map((name) => unbuiltCase(`mutation "${name}"`)),
    ],
  };
}

async function unbuiltNames(fixtureFile: string, exported: string): Promise<ReadonlySet<string>> {
  if (!existsSync(fixtureFile)) return new Set();
  const fixture = parseKdl(await readFile(fixtureFile, 'utf8'), 'fixture.kdl');
  const { functions } = findUnbuilt(fixture, parseKdl(exported, 'export'));
  return new Set(functions.map(({ name }) => name));
}
