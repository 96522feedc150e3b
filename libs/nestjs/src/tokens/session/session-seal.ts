import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** What the `sid` of a pair of tokens says to us, and to nobody else. */
export interface PairOrigin {
  /** All pairs that came from one obtain. */
  readonly family: string;
  /** The session that it was obtained in; empty where the app has none. */
  readonly sessionId: string;
}

const cipher = 'aes-256-gcm';
const ivBytes = 12;
const familyBytes = 16;
const tagBytes = 16;

/**
 * Writes the id of a session into tokens so that only this app can read it: scripts and other services see tokens, and
 * to some session libraries the id is the cookie. Each seal is another text, so no two pairs of tokens are the same
 * even when they are made for one session in one second.
 */
export class SessionSeal {
  readonly #keys: readonly Buffer[];

  /** @param secrets what keys are derived from: the first seals, all of them open */
  constructor(secrets: readonly Uint8Array[]) {
    this.#keys = secrets.map((secret) =>
      Buffer.from(hkdfSync('sha256', secret, '', 'mizan.tokens.sid.1', 32)),
    );
  }

  /** @throws TypeError when there is no key to seal with */
  seal({ family, sessionId }: PairOrigin): string {
    const [key] = this.#keys;
    if (key === undefined) throw new TypeError('There is no key to seal sessions with');
    const iv = randomBytes(ivBytes);
    const sealing = createCipheriv(cipher, key, iv);
    const parts = [iv, sealing.update(Buffer.from(family, 'base64url')), sealing.update(sessionId, 'utf8')];
    return Buffer.concat([...parts, sealing.final(), sealing.getAuthTag()]).toString('base64url');
  }

  /** Undefined for what none of the keys has sealed. */
  open(sid: string): PairOrigin | undefined {
    const sealed = Buffer.from(sid, 'base64url');
    if (sealed.length < ivBytes + familyBytes + tagBytes) return undefined;
    for (const key of this.#keys) {
      const text = decrypt(key, sealed);
      if (text === undefined) continue;
      const family = text.subarray(0, familyBytes).toString('base64url');
      return { family, sessionId: text.subarray(familyBytes).toString('utf8') };
    }
    return undefined;
  }
}

/** A family that nobody can guess. */
export function createFamily(): string {
  return randomBytes(familyBytes).toString('base64url');
}

function decrypt(key: Buffer, sealed: Buffer): Buffer | undefined {
  const opening = createDecipheriv(cipher, key, sealed.subarray(0, ivBytes), { authTagLength: tagBytes });
  opening.setAuthTag(sealed.subarray(-tagBytes));
  const text = opening.update(sealed.subarray(ivBytes, -tagBytes));
  try {
    return Buffer.concat([text, opening.final()]);
  } catch {
    return undefined;
  }
}
