import { readFile } from 'node:fs/promises';

import { formatInvalidateHeader, parseInvalidateHeader, type Target } from '@mizan/protocol';
import { expect } from 'vitest';

import type { VectorRun } from './vector-run.js';

interface HeaderVector {
  readonly invalidate: readonly Target[];
  readonly header: string;
}

/** `invalidate-header.json`: targets give a header, and the header gives them back with values as strings. */
export async function runInvalidateHeader(file: string): Promise<VectorRun> {
  const vectors: readonly HeaderVector[] = JSON.parse(await readFile(file, 'utf8'));
  return {
    cases: vectors.map(({ invalidate, header }, index) => ({
      title: `${index}: ${header}`,
      run: () => {
        expect(formatInvalidateHeader(invalidate)).toBe(header);
        expect(parseInvalidateHeader(header)).toEqual(invalidate.map(withTextValues));
      },
    })),
  };
}

function withTextValues(target: Target): Target {
  if (typeof target === 'string') return target;
  const params = Object.entries(target.params ?? {}).map(([name, value]) => [name, String(value)] as const);
  return params.length === 0 ? target.context : { ...target, params: Object.fromEntries(params) };
}
