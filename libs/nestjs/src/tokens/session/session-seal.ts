import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** What the `sid` of a pair of tokens says to us, and to nobody else. */
export interface PairOrigin {
  /** All pairs that came from one obtain. */
  readonly family: string;
  /** When that was, in whole seconds since 1970. */
  readonly begunAt: number;
  /** The session that it was obtained in; empty where the app has none. */
  readonly sessionId: string;
}

const cipher = 'aes-256-gcm';
const ivBytes = 12;
const familyBytes = 16;
const timeBytes = 6;
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
  seal({ family, begunAt, sessionId }: PairOrigin): string {
    const [key] = this.#keys;
    if (key === undefined) throw new TypeError('There is no key to seal sessions with');
    const iv = randomBytes(ivBytes);
    const sealing = createCipheriv(cipher, key, iv);
    const time = Buffer.alloc(timeBytes);
    time.writeUIntBE(begunAt, 0, timeBytes);
    const text = Buffer.concat([Buffer.from(family, 'base64url'), time, Buffer.from(sessionId, 'utf8')]);
    const parts = [iv, sealing.update(text), sealing.final(), sealing.getAuthTag()];
    return Buffer.concat(parts).toString('base64url');
  }

  /** Undefined for what none of the keys has sealed. */
  open(sid: string): PairOrigin | undefined {
    const sealed = Buffer.from(sid, 'base64url');
    if (sealed.length < ivBytes + familyBytes + timeBytes + tagBytes) return undefined;
    for (const key of this.#keys) {
      const text = decrypt(key, sealed);
      if (text === undefined) continue;
      const family = text.subarray(0, familyBytes).toString('base64url');
      const begunAt = text.readUIntBE(familyBytes, timeBytes);
      return { family, begunAt, sessionId: text.subarray(familyBytes + timeBytes).toString('utf8') };
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
