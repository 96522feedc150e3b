import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import { cacheKey, type Params } from '@mizan/protocol';
import { expect } from 'vitest';

import type { VectorRun } from './vector-run.js';

interface CacheKeyVector {
  readonly secret: string;
  readonly context: string;
  readonly params: Params;
  readonly user_id: string | null;
  readonly rev: number;
  readonly key: string;
}

/** `cache-keys.json`: what a bundle depends on gives its key. */
export async function runCacheKeys(file: string): Promise<VectorRun> {
  const vectors: readonly CacheKeyVector[] = JSON.parse(await readFile(file, 'utf8'));
  return {
    cases: vectors.map((vector, index) => ({
      title: `${index}: ${vector.context} ${JSON.stringify(vector.params)} for ${vector.user_id ?? 'nobody'}`,
      run: () => {
        const { secret, context, params, rev, user_id: user, key } = vector;
        const hmac = (text: string) => createHmac('sha256', secret).update(text).digest('hex');
        expect(cacheKey({ context, params, rev, user }, hmac)).toBe(key);
      },
    })),
  };
}
