import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import { permissionKeyText } from '@mizan/protocol';
import { mintMwt, secretTokenKey, verifyMwt } from '@mizan/protocol/tokens';
import { expect } from 'vitest';

import { everyChange } from './every-change.js';
import type { VectorRun } from './vector-run.js';

interface MwtVector {
  readonly identity: {
    readonly id: string | number;
    readonly staff: boolean;
    readonly superuser: boolean;
    readonly permissions: readonly string[];
  };
  /** Seconds since 1970. */
  readonly now: number;
  readonly ttl: number;
  readonly kid: string;
  readonly audience: string;
  readonly secret: string;
  readonly pkey: string;
  readonly token: string;
  readonly payload: { readonly exp: number };
}

/** `mwt.json`: an identity gives its token, byte for byte; the token is valid until `exp` and as it stands. */
export async function runMwt(file: string): Promise<VectorRun> {
  const vectors: readonly MwtVector[] = JSON.parse(await readFile(file, 'utf8'));
  return {
    cases: vectors.map((vector, index) => ({
      title: `${index}: ${vector.identity.id} for ${vector.audience}`,
      run: () => runMwtVector(vector),
    })),
  };
}

async function runMwtVector(vector: MwtVector): Promise<void> {
  const { identity, now, ttl, kid, audience, secret, pkey, token, payload } = vector;
  const { id, staff: isStaff, superuser: isSuperuser, permissions } = identity;
  const permissionKey = sha256(permissionKeyText({ isStaff, isSuperuser, permissions }));
  expect(permissionKey).toBe(pkey);
  const key = secretTokenKey(secret, kid);
  const minted = await mintMwt({ id, isStaff, isSuperuser, permissionKey }, key, { audience, ttl, now });
  expect(minted).toBe(token);
  const verify = (text: string, at: number) => verifyMwt(text, [key], { audience, now: at });
  expect(await verify(token, now)).toEqual({ kind: 'verified', claims: payload });
  expect(await verify(token, payload.exp + 1)).toEqual({ kind: 'refused', reason: 'expired' });
  const verdicts = await Promise.all(everyChange(token).map((changed) => verify(changed, now)));
  expect(verdicts.map(({ kind }) => kind)).toEqual(verdicts.map(() => 'refused'));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
