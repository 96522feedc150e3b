import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import {
  findTimeRefusal,
  mintJwt,
  mintMwt,
  secretTokenKey,
  type TokenKey,
  verifyJwt,
  verifyMwt,
} from './index.js';

const secret = 'a secret of at least 32 bytes, for MWTs';
const key = secretTokenKey(secret, 'v1');
const jwtKey = secretTokenKey('a secret of at least 32 bytes, for JWTs');
const now = 1_800_000_000;
const ada = { id: 7, isStaff: true, isSuperuser: false, permissionKey: 'f'.repeat(64), sessionId: 's1' };
const header = { alg: 'HS256', kid: 'v1', typ: 'JWT' };
const claims = {
  sub: '7',
  staff: true,
  super: false,
  pkey: 'f'.repeat(64),
  aud: 'mizan',
  iat: now,
  nbf: now,
  exp: now + 300,
};
const jwtHeader = { alg: 'HS256', typ: 'JWT' };
const jwtClaims = {
  sub: '7',
  sid: 's1',
  staff: true,
  super: false,
  type: 'access',
  iat: now,
  exp: now + 300,
};

function part(content: unknown): string {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  return Buffer.from(text).toString('base64url');
}

/** A token of any parts, signed as HS256 does, whatever its header says. */
function forge(head: unknown, body: unknown, signedWith: string = secret): string {
  const signed = `${part(head)}.${part(body)}`;
  return `${signed}.${createHmac('sha256', signedWith).update(signed).digest('base64url')}`;
}

const reasonOf = async (verdict: Promise<{ kind: string; reason?: string }>) => (await verdict).reason;
const mwtReason = (token: string, at = now) => reasonOf(verifyMwt(token, [key], { now: at }));
const jwtReason = (token: string, at = now) =>
  reasonOf(verifyJwt(token, [jwtKey], { type: 'access', now: at }));
const forgeJwt = (head: unknown, body: unknown) =>
  forge(head, body, 'a secret of at least 32 bytes, for JWTs');

describe('what is forged here', () => {
  it('is taken when nothing is wrong with it, so that a refusal has one reason', async () => {
    expect(await verifyMwt(forge(header, claims), [key], { now })).toEqual({ kind: 'verified', claims });
    expect(await verifyJwt(forgeJwt(jwtHeader, jwtClaims), [jwtKey], { type: 'access', now })).toEqual({
      kind: 'verified',
      claims: jwtClaims,
    });
  });
});

describe('the form of a token', () => {
  const good = forge(header, claims);
  const [head = '', body = '', signature = ''] = good.split('.');

  it.each([
    ['an empty text', ''],
    ['dots', '..'],
    ['two parts', `${head}.${body}`],
    ['four parts', `${good}.${signature}`],
    ['no signature', `${head}.${body}.`],
    ['padding', `${good}=`],
    ['a space at the end', `${good} `],
    ['a line break', `${good}\n`],
    ['letters of plain base64', `${head}.${body}.${signature.slice(0, -2)}+/`],
    ['a letter beyond ASCII', `${good}é`],
    ['a part of no possible length', `${head}.${body}.${signature}AA`],
    ['two tokens', `${good}, ${good}`],
    ['a header that is no JSON', forge('{', claims)],
    ['a header that is a list', forge([], claims)],
    ['a header that is null', forge('null', claims)],
    ['claims that are no JSON', forge(header, '{"sub"')],
    ['claims that are a list', forge(header, [claims])],
    ['claims that are no UTF-8', forge(header, '\u00ff')],
    ['spaces between members', forge(header, JSON.stringify(claims, null, 1))],
    ['a name twice in the claims', forge(header, JSON.stringify(claims).replace('{', '{"sub":"1",'))],
    ['a name twice in the header', forge('{"alg":"none","alg":"HS256","kid":"v1","typ":"JWT"}', claims)],
    ['a letter that is not escaped', forge(header, { ...claims, sub: 'é' })],
    ['an escape that nobody needs', forge(header, JSON.stringify(claims).replace('mizan', '\\u006dizan'))],
    ['a number in another spelling', forge(header, JSON.stringify(claims).replace(`${now}`, `${now}.0`))],
  ])('refuses %s', async (_title, token) => {
    expect(await mwtReason(token)).toBe('malformed');
  });

  it('refuses a token that is too long before it looks at it', async () => {
    const long = forge(header, { ...claims, more: 'x'.repeat(4096) });
    expect(await mwtReason(long)).toBe('oversized');
    expect(await mwtReason('x'.repeat(100_000))).toBe('oversized');
  });

  it('refuses every shorter beginning of a token', async () => {
    const beginnings = Array.from({ length: good.length }, (_, length) => good.slice(0, length));
    const verdicts = await Promise.all(beginnings.map((text) => verifyMwt(text, [key], { now })));
    expect(verdicts.map(({ kind }) => kind)).toEqual(verdicts.map(() => 'refused'));
  });

  it('compares the signature as text: the spare bits of its last letter count', async () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const others = alphabet.split('').filter((letter) => letter !== good.at(-1));
    const sameBytes = others.filter((letter) =>
      Buffer.from(signature, 'base64url').equals(Buffer.from(signature.slice(0, -1) + letter, 'base64url')),
    );
    expect(sameBytes).toHaveLength(3);
    for (const letter of others) expect(await mwtReason(good.slice(0, -1) + letter)).not.toBeUndefined();
  });

  it('takes names beyond ASCII, escaped', async () => {
    const token = await mintMwt({ ...ada, id: 'é😀"\\' }, key, { now });
    const verdict = await verifyMwt(token, [key], { now });
    expect(verdict).toEqual({ kind: 'verified', claims: { ...claims, sub: 'é😀"\\' } });
  });
});

describe('the header', () => {
  it.each<[string, unknown, string]>([
    ['no algorithm', { kid: 'v1', typ: 'JWT' }, 'header'],
    ['an algorithm that is no text', { ...header, alg: ['HS256'] }, 'header'],
    ['another type', { ...header, typ: 'at+jwt' }, 'header'],
    ['no type', { alg: 'HS256', kid: 'v1' }, 'header'],
    ['crit', { ...header, crit: ['exp'] }, 'header'],
    ['crit and what it names', { ...header, crit: ['b64'], b64: false }, 'header'],
    ['a key of its own', { ...header, jwk: { kty: 'oct', k: 'AA' } }, 'header'],
    ['an address of keys', { ...header, jku: 'https://evil.example' }, 'header'],
    ['a kid that is no text', { ...header, kid: 1 }, 'header'],
    ['no kid', jwtHeader, 'key'],
    ['an unknown kid', { ...header, kid: 'v2' }, 'key'],
    ['an empty kid', { ...header, kid: '' }, 'key'],
    ['the kid in capitals', { ...header, kid: 'V1' }, 'key'],
    ['the algorithm none', { ...header, alg: 'none' }, 'algorithm'],
    ['the algorithm None', { ...header, alg: 'None' }, 'algorithm'],
    ['the algorithm in small letters', { ...header, alg: 'hs256' }, 'algorithm'],
    ['another HMAC', { ...header, alg: 'HS512' }, 'algorithm'],
    ['RS256', { ...header, alg: 'RS256' }, 'algorithm'],
  ])('refuses %s', async (_title, head, reason) => {
    expect(await mwtReason(forge(head, claims))).toBe(reason);
  });

  it('refuses the algorithm none with and without a signature', async () => {
    const none = `${part({ ...header, alg: 'none' })}.${part(claims)}.`;
    expect(await mwtReason(none)).toBe('malformed');
    expect(await mwtReason(`${none}AAAA`)).toBe('algorithm');
  });

  it('refuses a JWT that names a key where none has a name', async () => {
    expect(await jwtReason(forgeJwt(header, jwtClaims))).toBe('key');
  });

  it('refuses a token that was signed with another secret', async () => {
    expect(await mwtReason(forge(header, claims, 'another secret of 32 bytes or more'))).toBe('signature');
    expect(await mwtReason(forge(header, claims, ''))).toBe('signature');
  });
});

describe('the claims of an MWT', () => {
  it.each<[string, unknown, string]>([
    ['no sub', { sub: undefined }, 'claims'],
    ['an empty sub', { sub: '' }, 'claims'],
    ['a sub that is a number', { sub: 7 }, 'claims'],
    ['a sub that is an object', { sub: { $ne: null } }, 'claims'],
    ['no flag', { staff: undefined }, 'claims'],
    ['a flag that is a text', { staff: 'true' }, 'claims'],
    ['a flag that is a number', { super: 1 }, 'claims'],
    ['no permission key', { pkey: undefined }, 'claims'],
    ['a permission key that is a list', { pkey: ['a'] }, 'claims'],
    ['no audience', { aud: undefined }, 'claims'],
    ['a list of audiences', { aud: ['mizan'] }, 'claims'],
    ['another audience', { aud: 'edge' }, 'audience'],
    ['the audience in capitals', { aud: 'Mizan' }, 'audience'],
    ['no exp', { exp: undefined }, 'claims'],
    ['an exp that is a text', { exp: `${now + 300}` }, 'claims'],
    ['an exp that is null', { exp: null }, 'claims'],
    ['an exp beyond all numbers', { exp: 1e300 }, 'claims'],
    ['an exp before 1970', { exp: -1 }, 'claims'],
    ['no nbf', { nbf: undefined }, 'claims'],
    ['no iat', { iat: undefined }, 'claims'],
    ['an iat with a fraction', { iat: now + 0.5 }, 'claims'],
    ['an nbf in the future', { nbf: now + 1 }, 'early'],
    ['an iat in the future', { iat: now + 1 }, 'early'],
    ['an exp that is now', { exp: now }, 'expired'],
    ['an exp in the past', { exp: now - 1 }, 'expired'],
  ])('refuse %s', async (_title, change, reason) => {
    expect(await mwtReason(forge(header, { ...claims, ...(change as object) }))).toBe(reason);
  });

  it('may be more than is known', async () => {
    expect(await mwtReason(forge(header, { ...claims, tenant: 'north' }))).toBeUndefined();
  });
});

describe('the claims of a JWT', () => {
  it.each<[string, unknown, string]>([
    ['no sid', { sid: undefined }, 'claims'],
    ['a sid that is a number', { sid: 1 }, 'claims'],
    ['a sub that is a number', { sub: 7 }, 'claims'],
    ['no type', { type: undefined }, 'claims'],
    ['an unknown type', { type: 'id' }, 'claims'],
    ['the type refresh', { type: 'refresh' }, 'type'],
    ['no exp', { exp: undefined }, 'claims'],
    ['an nbf that is a text', { nbf: 'now' }, 'claims'],
    ['an nbf in the future', { nbf: now + 1 }, 'early'],
    ['an iat in the future', { iat: now + 1 }, 'early'],
    ['an exp that is now', { exp: now }, 'expired'],
  ])('refuse %s', async (_title, change, reason) => {
    expect(await jwtReason(forgeJwt(jwtHeader, { ...jwtClaims, ...(change as object) }))).toBe(reason);
  });

  it('are no claims of an MWT, nor the other way round, also with one secret for both', async () => {
    const nameless = secretTokenKey(secret);
    const mwt = await mintMwt(ada, key, { now });
    const jwt = await mintJwt(ada, nameless, { type: 'access', now });
    expect(await reasonOf(verifyJwt(mwt, [nameless], { type: 'access', now }))).toBe('key');
    expect(await reasonOf(verifyJwt(mwt, [key], { type: 'access', now }))).toBe('claims');
    expect(await mwtReason(jwt)).toBe('key');
    expect(await mwtReason(await mintJwt(ada, key, { type: 'access', now }))).toBe('claims');
  });
});

describe('the clock', () => {
  it('is valid from nbf to the second before exp', () => {
    const times = { iat: now, nbf: now, exp: now + 300 };
    const at = (second: number) => findTimeRefusal(times, { now: second });
    expect([at(now - 1), at(now), at(now + 299), at(now + 300)]).toEqual([
      'early',
      undefined,
      undefined,
      'expired',
    ]);
  });

  it('is as tolerant as it is told, and no more', async () => {
    const token = await mintMwt(ada, key, { now });
    const at = (second: number) => reasonOf(verifyMwt(token, [key], { now: second, clockTolerance: 5 }));
    expect([await at(now - 6), await at(now - 5), await at(now + 304), await at(now + 305)]).toEqual([
      'early',
      undefined,
      undefined,
      'expired',
    ]);
  });

  it('is that of the machine when none is given', async () => {
    const seconds = Date.now() / 1000;
    expect(await verifyMwt(await mintMwt(ada, key), [key])).toMatchObject({ kind: 'verified' });
    const jwt = await mintJwt(ada, jwtKey, { type: 'refresh' });
    const verdict = await verifyJwt(jwt, [jwtKey], { type: 'refresh' });
    if (verdict.kind === 'refused') throw new Error(verdict.reason);
    expect(Math.abs(verdict.claims.iat - seconds)).toBeLessThan(60);
    expect(verdict.claims.exp - verdict.claims.iat).toBe(604_800);
  });
});

const pairs = {
  RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  EdDSA: generateKeyPairSync('ed25519'),
} as const;

function pairKey(alg: keyof typeof pairs, kid?: string): TokenKey {
  const { publicKey, privateKey } = pairs[alg];
  return { alg, verifying: publicKey, signing: privateKey, ...(kid !== undefined && { kid }) };
}

describe.each(['RS256', 'ES256', 'EdDSA'] as const)('%s', (alg) => {
  it('signs and verifies, and names its key when it has a name', async () => {
    const token = await mintJwt(ada, pairKey(alg), { type: 'access', now });
    expect(headerOf(token)).toEqual({ alg, typ: 'JWT' });
    expect(await verifyJwt(token, [pairKey(alg)], { type: 'access', now })).toMatchObject({
      kind: 'verified',
    });
    const named = await mintJwt(ada, pairKey(alg, 'k1'), { type: 'access', now });
    expect(JSON.stringify(headerOf(named))).toBe(`{"alg":"${alg}","kid":"k1","typ":"JWT"}`);
    expect(await reasonOf(verifyJwt(named, [pairKey(alg)], { type: 'access', now }))).toBe('key');
  });

  it('does not verify what was signed by HMAC with its public key', async () => {
    const { publicKey } = pairs[alg];
    const texts = [
      publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      publicKey.export({ type: 'spki', format: 'der' }).toString('latin1'),
      JSON.stringify(publicKey.export({ format: 'jwk' })),
    ];
    for (const text of texts) {
      const switched = forge(jwtHeader, jwtClaims, text);
      expect(await reasonOf(verifyJwt(switched, [pairKey(alg)], { type: 'access', now }))).toBe('algorithm');
      const kept = forge({ alg, typ: 'JWT' }, jwtClaims, text);
      expect(await reasonOf(verifyJwt(kept, [pairKey(alg)], { type: 'access', now }))).toBe('signature');
    }
  });

  it('is not taken where a secret is asked for, though it signed it', async () => {
    const token = await mintJwt(ada, pairKey(alg), { type: 'access', now });
    expect(await jwtReason(token)).toBe('algorithm');
    expect(await jwtReason(asHmac(token, pairs[alg].privateKey))).toBe('signature');
  });

  it('does not sign with a public key', async () => {
    const { alg: _alg, signing: _signing, ...rest } = pairKey(alg);
    await expect(mintJwt(ada, { alg, ...rest }, { type: 'access', now })).rejects.toThrow(TypeError);
  });
});

describe('several keys', () => {
  const older = secretTokenKey('an older secret, of 32 bytes or more', 'v0');
  const sameName = secretTokenKey('a third secret, of 32 bytes or more!', 'v1');

  it('verify what any of them signed, by its kid', async () => {
    for (const signedWith of [key, older, sameName]) {
      const token = await mintMwt(ada, signedWith, { now });
      expect(await reasonOf(verifyMwt(token, [key, older, sameName], { now }))).toBeUndefined();
    }
    expect(await reasonOf(verifyMwt(await mintMwt(ada, older, { now }), [key], { now }))).toBe('key');
    expect(await reasonOf(verifyMwt(await mintMwt(ada, sameName, { now }), [key], { now }))).toBe(
      'signature',
    );
  });

  it('are not tried under the name of another', async () => {
    const wrongName = forge({ ...header, kid: 'v0' }, claims);
    expect(await reasonOf(verifyMwt(wrongName, [key, older], { now }))).toBe('signature');
  });

  it('may be of different algorithms, of which each takes its own', async () => {
    const keys = [pairKey('ES256'), jwtKey, pairKey('RS256', 'old')];
    for (const one of keys) {
      const token = await mintJwt(ada, one, { type: 'access', now });
      expect(await reasonOf(verifyJwt(token, keys, { type: 'access', now }))).toBeUndefined();
    }
  });

  it('may be none, and nothing is verified', async () => {
    expect(await reasonOf(verifyMwt(forge(header, claims), [], { now }))).toBe('key');
  });
});

describe('minting', () => {
  it.each<[string, () => Promise<string>, typeof RangeError | typeof TypeError]>([
    ['an empty id', () => mintMwt({ ...ada, id: '' }, key), RangeError],
    ['an empty session', () => mintJwt({ ...ada, sessionId: '' }, jwtKey, { type: 'access' }), RangeError],
    ['no time to live', () => mintMwt(ada, key, { ttl: 0 }), RangeError],
    ['a negative time to live', () => mintMwt(ada, key, { ttl: -1 }), RangeError],
    ['half a second', () => mintJwt(ada, jwtKey, { type: 'access', ttl: 0.5 }), RangeError],
    ['a clock with fractions', () => mintMwt(ada, key, { now: 1.5 }), RangeError],
    ['an id as long as a book', () => mintMwt({ ...ada, id: 'x'.repeat(4096) }, key), RangeError],
    ['a key without a name for an MWT', () => mintMwt(ada, jwtKey), TypeError],
    ['a key pair for an MWT', () => mintMwt(ada, pairKey('RS256', 'v1')), TypeError],
    ['a kid beyond ASCII', () => mintMwt(ada, secretTokenKey(secret, 'schlüssel')), TypeError],
  ])('refuses %s', async (_title, mint, error) => {
    await expect(mint()).rejects.toThrow(error);
  });

  it('takes a secret as the UTF-8 of its text', async () => {
    const text = 'ein Schlüssel aus 32 Bytes oder mehr 😀';
    const token = await mintMwt(ada, secretTokenKey(text, 'v1'), { now });
    expect(token).toBe(forge(header, claims, text));
  });
});

function headerOf(token: string): unknown {
  return JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString());
}

/** The claims of a token under the header of HS256, signed by a private key nevertheless. */
function asHmac(token: string, privateKey: KeyObject): string {
  const signed = `${part(jwtHeader)}.${token.split('.')[1]}`;
  const digest = privateKey.asymmetricKeyType === 'ed25519' ? null : 'sha256';
  return `${signed}.${sign(digest, Buffer.from(signed), privateKey).toString('base64url')}`;
}
