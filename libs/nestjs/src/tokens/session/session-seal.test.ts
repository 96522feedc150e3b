import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createFamily, SessionSeal } from './session-seal.js';

const secret = randomBytes(32);
const seal = new SessionSeal([secret]);
const origin = { family: createFamily(), begunAt: 1_763_812_800, sessionId: 'kJ8-s3ssion_é' };

describe('a sealed session', () => {
  it('opens with the secret that sealed it, also when that is an older one', () => {
    const sid = seal.seal(origin);
    expect(seal.open(sid)).toEqual(origin);
    expect(new SessionSeal([randomBytes(32), secret]).open(sid)).toEqual(origin);
  });

  it('may be that of an app without sessions', () => {
    expect(seal.open(seal.seal({ ...origin, sessionId: '' }))).toEqual({ ...origin, sessionId: '' });
  });

  it('shows nothing of the session', () => {
    const bytes = Buffer.from(seal.seal(origin), 'base64url');
    expect(bytes.includes('s3ssion')).toBe(false);
    expect(bytes.includes(Buffer.from(origin.family, 'base64url'))).toBe(false);
  });

  it('is never the same text twice', () => {
    const sids = Array.from({ length: 1000 }, () => seal.seal(origin));
    expect(new Set(sids).size).toBe(1000);
  });

  it('does not open with another secret, nor when it was changed or cut', () => {
    const sid = seal.seal(origin);
    expect(new SessionSeal([randomBytes(32)]).open(sid)).toBeUndefined();
    for (let index = 0; index < Buffer.from(sid, 'base64url').length; index += 1) {
      const changed = Buffer.from(sid, 'base64url');
      changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
      expect(seal.open(changed.toString('base64url'))).toBeUndefined();
      expect(seal.open(changed.subarray(0, index).toString('base64url'))).toBeUndefined();
    }
  });

  it.each(['', 'abc', 'the raw id of a session, as long as a sealed one would be, and no seal'])(
    'is not %j',
    (text) => {
      expect(seal.open(text)).toBeUndefined();
    },
  );

  it('needs a key that signs', () => {
    expect(() => new SessionSeal([]).seal(origin)).toThrow(TypeError);
  });
});
