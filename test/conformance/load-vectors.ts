import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

import type { VectorRun, VectorRunner } from './vector-run.js';

/** A runner comes with what it needs: a folder without `http.json` starts no app. */
const runners: Readonly<Record<string, () => Promise<VectorRunner>>> = {
  'ir.jsonl': async () => (await import('./run-ir.js')).runIr,
  'cache-keys.json': async () => (await import('./run-cache-keys.js')).runCacheKeys,
  'fixture.kdl': async () => (await import('./run-fixture.js')).runFixture,
  'fixture.manifest.json': async () => (await import('./run-fixture.js')).runFixtureManifest,
  'forms.json': async () => (await import('./run-forms.js')).runForms,
  'http.json': async () => (await import('./run-http.js')).runHttp,
  'invalidate-header.json': async () => (await import('./run-invalidate-header.js')).runInvalidateHeader,
  'jwt.json': async () => (await import('./run-jwt.js')).runJwt,
  'mwt.json': async () => (await import('./run-mwt.js')).runMwt,
  'ws.json': async () => (await import('./run-ws.js')).runWs,
};

/** A vector file by name, with its cases. */
export interface VectorFile extends VectorRun {
  /** The file's name; what is not built yet says so. */
  readonly title: string;
}

/** Loads every vector file of a folder, in the order of their names. */
export async function loadVectors(folder: string): Promise<readonly VectorFile[]> {
  const names = (await readdir(folder)).filter((name) => ['.json', '.jsonl', '.kdl'].includes(extname(name)));
  return Promise.all(names.toSorted().map((name) => loadFile(join(folder, name), name)));
}

/** A file that cannot be loaded is a failing case, so that the others are still compared. */
async function loadFile(file: string, name: string): Promise<VectorFile> {
  try {
    const runner = Object.hasOwn(runners, name) ? runners[name] : undefined;
    if (runner === undefined) return unsupported(name, await readFile(file, 'utf8'));
    return { title: name, ...(await (await runner())(file)) };
  } catch (error) {
    return { title: name, cases: [{ title: 'can be loaded', run: () => Promise.reject(error) }] };
  }
}

function unsupported(name: string, text: string): VectorFile {
  const titles = titlesOf(name, text);
  return {
    title: `not supported yet: ${name} (${titles.length} cases)`,
    cases: titles.map((title) => ({ title, run: () => {}, skip: 'not supported yet' })),
  };
}

function titlesOf(name: string, text: string): string[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (extname(name) === '.kdl') return [name];
  const parsed: unknown =
    extname(name) === '.jsonl' ? lines.map((line): unknown => JSON.parse(line)) : JSON.parse(text);
  const vectors: readonly unknown[] = Array.isArray(parsed) ? parsed : [parsed];
  return vectors.map((vector, index) => titleOf(vector) ?? `case ${index}`);
}

function titleOf(vector: unknown): string | undefined {
  if (typeof vector !== 'object' || vector === null || !('title' in vector)) return undefined;
  return typeof vector.title === 'string' ? vector.title : undefined;
}
