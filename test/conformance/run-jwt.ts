import { readFile } from 'node:fs/promises';

import { type JwtType, mintJwt, secretTokenKey, verifyJwt } from '@mizan/protocol/tokens';
import { expect } from 'vitest';

import { everyChange } from './every-change.js';
import type { VectorRun } from './vector-run.js';

interface JwtVector {
  readonly user_id: string | number;
  readonly session_key: string;
  readonly staff: boolean;
  readonly superuser: boolean;
  /** Seconds since 1970. */
  readonly now: number;
  readonly secret: string;
  readonly access: string;
  readonly refresh: string;
  /** Seconds. */
  readonly expires_in: number;
  readonly access_payload: { readonly exp: number };
  readonly refresh_payload: { readonly exp: number };
}

/** `jwt.json`: a user and a session give both tokens, byte for byte; each is valid until `exp` and for its use. */
export async function runJwt(file: string): Promise<VectorRun> {
  const vectors: readonly JwtVector[] = JSON.parse(await readFile(file, 'utf8'));
  const types = ['access', 'refresh'] as const;
  return {
    cases: vectors.flatMap((vector, index) =>
      types.map((type) => ({
        title: `${index}: ${type} of ${vector.user_id}`,
        run: () => runJwtVector(vector, type),
      })),
    ),
  };
}

async function runJwtVector(vector: JwtVector, type: JwtType): Promise<void> {
  const { user_id: id, session_key: sessionId, staff: isStaff, superuser: isSuperuser, now } = vector;
  const [token, payload] =
    type === 'access' ? [vector.access, vector.access_payload] : [vector.refresh, vector.refresh_payload];
  const key = secretTokenKey(vector.secret);
  expect(await mintJwt({ id, sessionId, isStaff, isSuperuser }, key, { type, now })).toBe(token);
  if (type === 'access') expect(payload.exp - now).toBe(vector.expires_in);
  const verify = (text: string, at: number, as = type) => verifyJwt(text, [key], { type: as, now: at });
  expect(await verify(token, now)).toEqual({ kind: 'verified', claims: payload });
  expect(await verify(token, payload.exp + 1)).toEqual({ kind: 'refused', reason: 'expired' });
  const other = type === 'access' ? 'refresh' : 'access';
  expect(await verify(token, now, other)).toEqual({ kind: 'refused', reason: 'type' });
  const verdicts = await Promise.all(everyChange(token).map((changed) => verify(changed, now)));
  expect(verdicts.map(({ kind }) => kind)).toEqual(verdicts.map(() => 'refused'));
}
