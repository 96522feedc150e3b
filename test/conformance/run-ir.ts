import { readFile } from 'node:fs/promises';

import {
  buildIr,
  buildManifest,
  checkGraph,
  findRefusals,
  GraphRefusal,
  type GraphDefect,
} from '@mizan/protocol';
import { emitKdl, parseKdl } from '@mizan/protocol/kdl';
import { expect } from 'vitest';

import { readGraph, type VectorGraph } from './read-graph.js';
import type { VectorRun } from './vector-run.js';

interface IrVector {
  readonly title: string;
  readonly graph: VectorGraph;
  readonly expect:
    | { readonly kdl: string; readonly manifest: unknown }
    | { readonly defects: readonly GraphDefect[] }
    | { readonly refused: true };
}

/** `ir.jsonl`: a graph gives an IR and a manifest, or defects, or a refusal. */
export async function runIr(file: string): Promise<VectorRun> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line.trim() !== '');
  const vectors = lines.map((line): IrVector => JSON.parse(line));
  return { cases: vectors.map((vector) => ({ title: vector.title, run: () => runIrVector(vector) })) };
}

function runIrVector({ graph: vectorGraph, expect: expected }: IrVector): void {
  const graph = readGraph(vectorGraph);
  if ('refused' in expected) {
    expect(() => buildIr(graph)).toThrow(GraphRefusal);
    return;
  }
  expect(findRefusals(graph)).toEqual([]);
  expect(sorted(checkGraph(graph))).toEqual(sorted('defects' in expected ? expected.defects : []));
  if ('defects' in expected) return;
  const kdl = emitKdl(buildIr(graph));
  expect(kdl).toBe(expected.kdl);
  expect(emitKdl(parseKdl(kdl))).toBe(kdl);
  expect(buildManifest(graph)).toEqual(expected.manifest);
}

function sorted(defects: readonly GraphDefect[]): readonly GraphDefect[] {
  return defects.toSorted((a, b) =>
    JSON.stringify(a, memberNames(a)) < JSON.stringify(b, memberNames(b)) ? -1 : 1,
  );
}

function memberNames(defect: GraphDefect): string[] {
  return Object.keys(defect).toSorted();
}
