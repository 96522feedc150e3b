import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { mintJwt, type TokenKey, verifyJwt } from '@mizan/protocol/tokens';
import { describe, expect, it } from 'vitest';
import { findBootProblems } from '../../test-support/start-app.js';
import { MizanBootError } from '../errors/index.js';
import { readTokenSettings, type TokensOptions } from './index.js';

const secret = 'a secret of 32 bytes, not a more';
const jwtSecret = 'another secret of 32 bytes or more';
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const otherRsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ed = generateKeyPairSync('ed25519');

const privatePem = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString();
const publicPem = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString();
const jwk = (key: KeyObject) => key.export({ format: 'jwk' });

const base64 = (text: string) => Buffer.from(text).toString('base64');
const base64url = (text: string) => Buffer.from(text).toString('base64url');

/** What becomes of a PEM on its way through files, environments and forms. */
function disguisesOf(pem: string): readonly string[] {
  const [first = '', ...rest] = pem.trim().split('\n');
  const body = rest.slice(0, -1).join('\n');
  const der = Buffer.from(body, 'base64');
  return [
    body,
    body.replaceAll('\n', ''),
    body.replaceAll('\n', '\\n'),
    `"${body}"`,
    pem.replaceAll('-----', '----'),
    pem.replaceAll('-----', ''),
    pem.replaceAll('-----BEGIN ', '-----BEGIN-'),
    `${first}${body}`,
    [body, ...rest.slice(-1)].join('\n'),
    base64(pem),
    base64url(pem),
    base64(base64(pem)),
    der.toString('base64url'),
    der.toString('hex'),
    base64(der.toString('base64')),
  ];
}

/** What JavaScript may give. */
const odd = (options: unknown) => options as TokensOptions;

function problemsOf(options: TokensOptions): readonly string[] {
  try {
    readTokenSettings(options);
    return [];
  } catch (error) {
    if (error instanceof MizanBootError) {
      for (const { fix } of error.problems) expect(fix).toMatch(/^[A-Z].*[^.]\.$/);
      return error.problems.map(({ where, problem }) => `${where}: ${problem}`);
    }
    throw error;
  }
}

const jwtKeysOf = (options: NonNullable<TokensOptions['jwt']>) =>
  readTokenSettings({ jwt: options }).jwt?.keys ?? [];

const kids = (keys: readonly TokenKey[]) => keys.map(({ kid }) => kid);

describe('the defaults', () => {
  it('are those of PROTOCOL 10', () => {
    const { mwt, jwt, clockTolerance, identity } = readTokenSettings({
      mwt: { secret },
      jwt: { key: jwtSecret },
    });
    expect(mwt).toMatchObject({ audience: 'mizan', ttl: 300, keys: [{ alg: 'HS256', kid: 'v1' }] });
    expect(mwt?.isCurrent).toBeUndefined();
    expect(jwt).toMatchObject({ accessTtl: 300, refreshTtl: 604_800, keys: [{ alg: 'HS256' }] });
    expect(jwt?.keys[0].kid).toBeUndefined();
    expect([clockTolerance, identity]).toEqual([5, undefined]);
  });

  it('configure neither kind', () => {
    expect(readTokenSettings()).toMatchObject({ mwt: undefined, jwt: undefined });
    expect(readTokenSettings({})).toMatchObject({ mwt: undefined, jwt: undefined });
  });
});

describe('a key', () => {
  it.each<[string, NonNullable<TokensOptions['jwt']>['key'], string]>([
    ['a secret', jwtSecret, 'HS256'],
    ['a secret of umlauts, by its bytes', 'ü'.repeat(16), 'HS256'],
    ['a JWK of a secret', { kty: 'oct', k: Buffer.from(jwtSecret).toString('base64url') }, 'HS256'],
    ['a PEM of RSA', privatePem(rsa.privateKey), 'RS256'],
    [
      'a PEM of RSA as OpenSSL wrote it',
      rsa.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
      'RS256',
    ],
    ['a PEM of P-256', privatePem(ec.privateKey), 'ES256'],
    [
      'a PEM of P-256 as OpenSSL wrote it',
      ec.privateKey.export({ type: 'sec1', format: 'pem' }).toString(),
      'ES256',
    ],
    ['a PEM of Ed25519', privatePem(ed.privateKey), 'EdDSA'],
    ['a JWK of RSA', jwk(rsa.privateKey), 'RS256'],
    ['a JWK of P-256', { ...jwk(ec.privateKey), use: 'sig', alg: 'ES256' }, 'ES256'],
    ['a JWK of Ed25519', jwk(ed.privateKey), 'EdDSA'],
    ['a JWK as text', ` ${JSON.stringify(jwk(ed.privateKey))}`, 'EdDSA'],
  ])('is read: %s', async (_title, key, alg) => {
    const [current] = jwtKeysOf({ key });
    if (current === undefined) throw new Error('no key');
    expect([current.alg, current.kid]).toEqual([alg, undefined]);
    const subject = { id: 1, sessionId: 's', isStaff: false, isSuperuser: false };
    const token = await mintJwt(subject, current, { type: 'access' });
    expect(await verifyJwt(token, [current], { type: 'access' })).toMatchObject({ kind: 'verified' });
  });

  it('has the name that the option gives it, else that of the JWK', () => {
    const named = { ...jwk(ed.privateKey), kid: 'k1' };
    expect(kids(jwtKeysOf({ key: named }))).toEqual(['k1']);
    expect(kids(jwtKeysOf({ key: JSON.stringify(named) }))).toEqual(['k1']);
    expect(kids(jwtKeysOf({ key: named, keyId: 'k2' }))).toEqual(['k2']);
    expect(kids(jwtKeysOf({ key: jwtSecret, keyId: 'k3' }))).toEqual(['k3']);
  });

  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'it is undefined (is the environment variable set?)'],
    ['a number', 7, 'it is no key that can be read'],
    ['an object that is no JWK', { secret: jwtSecret }, 'it is no key that can be read'],
    ['null', null, 'it is no key that can be read'],
    ['an empty text', '', 'it is empty (is the environment variable set?)'],
    ['a secret of 31 bytes', 'x'.repeat(31), 'it has 31 bytes'],
    ['a JWK of a short secret', { kty: 'oct', k: 'c2hvcnQ' }, 'it has 5 bytes'],
    ['a JWK of an unknown kind', { kty: 'x' }, 'it is no key that can be read'],
    ['broken JSON', `{"kty":"oct","k":"${'A'.repeat(60)}`, 'it is no key that can be read'],
    [
      'a PEM with the line breaks of a .env file',
      privatePem(ed.privateKey).replaceAll('\n', '\\n'),
      'it is no key that can be read',
    ],
    ['a PEM that is cut off', privatePem(rsa.privateKey).slice(0, 200), 'it is no key that can be read'],
    [
      'a PEM with a passphrase',
      rsa.privateKey
        .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
        .toString(),
      'it is no key that can be read',
    ],
    ['a public PEM', publicPem(rsa.publicKey), 'it is a public key, which cannot sign'],
    ['a public JWK', jwk(ec.publicKey), 'it is a public key, which cannot sign'],
    [
      'a public JWK as text, which is no secret',
      JSON.stringify(jwk(ec.publicKey)),
      'it is a public key, which cannot sign',
    ],
    [
      'RSA of 1024 bits',
      privatePem(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey),
      'it is of a kind that no algorithm here is for',
    ],
    [
      'another curve',
      privatePem(generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey),
      'it is of a kind that no algorithm here is for',
    ],
    [
      'a key that only agrees on keys',
      privatePem(generateKeyPairSync('x25519').privateKey),
      'it is of a kind that no algorithm here is for',
    ],
    ['a JWK for encryption', { ...jwk(rsa.privateKey), use: 'enc' }, "its use is 'enc'"],
    ['a JWK for another algorithm', { ...jwk(rsa.privateKey), alg: 'RS512' }, "its alg is 'RS512'"],
    [
      'a JWK with a name that no token can hold',
      { ...jwk(ed.privateKey), kid: 'ü' },
      'its keyId cannot stand in a token',
    ],
    [
      'a JWK with a name that is no text',
      { ...jwk(ed.privateKey), kid: 7 },
      'its keyId cannot stand in a token',
    ],
  ])('is refused: %s', (_title, key, problem) => {
    expect(problemsOf(odd({ jwt: { key } }))).toEqual([`tokens.jwt.key: ${problem}`]);
  });

  it.each([
    ['a PEM', publicPem(rsa.publicKey)],
    ['a JWK', jwk(rsa.publicKey)],
  ])('may have its public half beside it, as %s', (_title, publicKey) => {
    expect(problemsOf({ jwt: { key: privatePem(rsa.privateKey), publicKey } })).toEqual([]);
  });

  it.each<[string, NonNullable<TokensOptions['jwt']>]>([
    ['of another pair', { key: privatePem(rsa.privateKey), publicKey: publicPem(otherRsa.publicKey) }],
    ['of another kind', { key: privatePem(rsa.privateKey), publicKey: publicPem(ec.publicKey) }],
    ['beside a secret', { key: jwtSecret, publicKey: publicPem(rsa.publicKey) }],
    ['that is the private one', { key: privatePem(rsa.privateKey), publicKey: privatePem(rsa.privateKey) }],
    ['that is a secret', { key: jwtSecret, publicKey: jwtSecret }],
  ])('refuses a public half %s', (_title, jwt) => {
    expect(problemsOf({ jwt })).toEqual([
      'tokens.jwt.publicKey: it is not the public half of tokens.jwt.key',
    ]);
  });

  it.each([rsa, ec, ed])('is no secret because it lost its armour or was encoded: %#', (pair) => {
    const taken = [publicPem(pair.publicKey), privatePem(pair.privateKey)].flatMap(disguisesOf);
    const jwks = [jwk(pair.publicKey), [jwk(pair.publicKey)], { keys: [jwk(pair.publicKey)] }]
      .map((value) => JSON.stringify(value))
      .flatMap((json) => [JSON.stringify(json), base64(json), base64url(json)]);
    const listed = JSON.stringify([jwk(pair.publicKey)]);
    for (const text of [...taken, ...jwks, listed]) {
      const quoted = { kty: 'oct', k: base64url(text) };
      expect(problemsOf({ mwt: { secret: text } }), text).toHaveLength(1);
      expect(problemsOf({ jwt: { key: text } }), text).toHaveLength(1);
      expect(problemsOf({ jwt: { key: quoted } }), text).toHaveLength(1);
      expect(problemsOf({ jwt: { key: jwtSecret, previousKeys: [text] } }), text).toHaveLength(1);
    }
  });

  it.each([
    ['DER of PKCS #1', rsa.publicKey.export({ type: 'pkcs1', format: 'der' }).toString('base64')],
    ['a private one of it', rsa.privateKey.export({ type: 'pkcs1', format: 'der' }).toString('hex')],
    ['the line of an OpenSSH key', `ssh-rsa ${base64(`\0\0\0\x07ssh-rsa${'x'.repeat(60)}`)} ada@desk`],
    ['that line without its first word', base64(`\0\0\0\x07ssh-rsa${'x'.repeat(60)}`)],
    ['an Ed25519 key of OpenSSH', `ssh-ed25519 ${'A'.repeat(68)}`],
    ['a P-256 key of OpenSSH', `ecdsa-sha2-nistp256 ${'A'.repeat(68)}`],
  ])('is no secret as %s', (_title, text) => {
    expect(problemsOf({ jwt: { key: text } })).toEqual([
      'tokens.jwt.key: it is the text of a key, in a form that is not read',
    ]);
  });

  it('may be any random bytes in any encoding', () => {
    for (let round = 0; round < 2000; round += 1) {
      const bytes = randomBytes(32 + (round % 70));
      for (const encoding of ['base64', 'base64url', 'hex'] as const) {
        const text = bytes.toString(encoding);
        expect(problemsOf({ mwt: { secret: text } }), text).toEqual([]);
      }
      expect(problemsOf({ jwt: { key: { kty: 'oct', k: bytes.toString('base64url') } } })).toEqual([]);
    }
  });

  it.each(['QkEy--', 'Key--', 'eND-x3kEYz', 'KEY--'])(
    'may hold %s, as one of many at random does',
    (part) => {
      expect(problemsOf({ mwt: { secret: part + 'x3'.repeat(20) } })).toEqual([]);
    },
  );

  it('of MWTs is a secret, and never anything else', () => {
    const where = 'tokens.mwt.secret';
    expect(problemsOf({ mwt: { secret: 'short' } })).toEqual([`${where}: it has 5 bytes`]);
    expect(problemsOf({ mwt: { secret: privatePem(rsa.privateKey) } })).toEqual([
      `${where}: it is a key and no secret`,
    ]);
    expect(problemsOf(odd({ mwt: { secret: 5 } }))).toEqual([`${where}: it is no text`]);
    expect(problemsOf({ mwt: { secret: '' } })).toEqual([
      `${where}: it is empty (is the environment variable set?)`,
    ]);
    expect(problemsOf({ mwt: { secret, keyId: 'ü' } })).toEqual([
      `${where}: its keyId cannot stand in a token`,
    ]);
  });
});

describe('older keys', () => {
  it('verify under their own names, or under the present one', () => {
    const keys = readTokenSettings({
      mwt: { secret, keyId: 'v3', previousSecrets: [jwtSecret, { secret: jwtSecret, keyId: 'v2' }] },
    }).mwt?.keys;
    expect(keys?.map(({ kid }) => kid)).toEqual(['v3', 'v3', 'v2']);
  });

  it('of JWTs may be public, named or not, and of another algorithm', () => {
    const keys = jwtKeysOf({
      key: privatePem(ed.privateKey),
      previousKeys: [publicPem(rsa.publicKey), { key: jwk(ec.publicKey), keyId: 'k1' }, jwtSecret],
    });
    expect(keys.map(({ alg, kid }) => [alg, kid])).toEqual([
      ['EdDSA', undefined],
      ['RS256', undefined],
      ['ES256', 'k1'],
      ['HS256', undefined],
    ]);
  });

  it('are checked as the present one is', () => {
    expect(
      problemsOf({
        mwt: { secret, previousSecrets: ['short', { secret: jwtSecret, keyId: '' }] },
        jwt: { key: jwtSecret, previousKeys: ['short', { key: 'x'.repeat(40), keyId: 'ü' }] },
      }),
    ).toEqual([
      'tokens.mwt.previousSecrets[0]: it has 5 bytes',
      'tokens.mwt.previousSecrets[1]: its keyId cannot stand in a token',
      'tokens.jwt.previousKeys[0]: it has 5 bytes',
      'tokens.jwt.previousKeys[1]: its keyId cannot stand in a token',
    ]);
  });
});

it('is told of older keys that are none, or in no list', () => {
  expect(
    problemsOf(
      odd({ mwt: { secret, previousSecrets: [null] }, jwt: { key: jwtSecret, previousKeys: [null] } }),
    ),
  ).toEqual([
    'tokens.mwt.previousSecrets[0]: it is no text',
    'tokens.jwt.previousKeys[0]: it is no key that can be read',
  ]);
  expect(
    problemsOf(odd({ mwt: { secret, previousSecrets: null }, jwt: { key: jwtSecret, previousKeys: 'old' } })),
  ).toEqual(['tokens.mwt.previousSecrets: it is no list', 'tokens.jwt.previousKeys: it is no list']);
});

it('says which key is missing, as a variable of the environment that is not set', () => {
  const unset = 'it is undefined (is the environment variable set?)';
  expect(problemsOf(odd({ mwt: {}, jwt: { key: undefined } }))).toEqual([
    `tokens.mwt.secret: ${unset}`,
    `tokens.jwt.key: ${unset}`,
  ]);
  const missing = [process.env['MIZAN_TEST_NOT_SET']];
  expect(problemsOf(odd({ mwt: { secret, previousSecrets: missing } }))).toEqual([
    `tokens.mwt.previousSecrets[0]: ${unset}`,
  ]);
  expect(problemsOf(odd({ jwt: { key: jwtSecret, previousKeys: missing } }))).toEqual([
    `tokens.jwt.previousKeys[0]: ${unset}`,
  ]);
});

describe('what cannot be', () => {
  it.each<[string, unknown, string]>([
    ['an unknown kind', { mtw: {} }, "tokens: it has no option 'mtw'"],
    ['an unknown option of MWTs', { mwt: { secret, TTL: 1 } }, "tokens.mwt: it has no option 'TTL'"],
    [
      'an unknown option of JWTs',
      { jwt: { key: jwtSecret, secret } },
      "tokens.jwt: it has no option 'secret'",
    ],
    ['a negative ttl', { mwt: { secret, ttl: -1 } }, 'tokens.mwt.ttl: it is -1'],
    ['no ttl', { mwt: { secret, ttl: 0 } }, 'tokens.mwt.ttl: it is 0'],
    ['a ttl as text', { mwt: { secret, ttl: '5m' } }, "tokens.mwt.ttl: it is '5m'"],
    [
      'an endless ttl',
      { jwt: { key: jwtSecret, accessTtl: Infinity } },
      'tokens.jwt.accessTtl: it is Infinity',
    ],
    ['half a second', { jwt: { key: jwtSecret, refreshTtl: 0.5 } }, 'tokens.jwt.refreshTtl: it is 0.5'],
    ['no time at all', { jwt: { key: jwtSecret, familyTtl: 0 } }, 'tokens.jwt.familyTtl: it is 0'],
    ['an empty audience', { mwt: { secret, audience: '' } }, 'tokens.mwt.audience: it is no text'],
    [
      'an isCurrent that is no function',
      { mwt: { secret, isCurrent: true } },
      'tokens.mwt.isCurrent: it is no function',
    ],
    ['an identity that is no function', { identity: 'user' }, 'tokens.identity: it is no function'],
    ['a text in place of the options', 'mwt', 'tokens: it is no object'],
    ['true', true, 'tokens: it is true'],
    ['null', null, 'tokens: it is null'],
    ['a list of kinds', ['mwt'], 'tokens: it is no object'],
    ['a secret in place of its options', { mwt: secret }, 'tokens.mwt: it is no object'],
    ['no options of a kind', { jwt: null }, 'tokens.jwt: it is null'],
    ['a negative tolerance', { clockTolerance: -1 }, 'tokens.clockTolerance: it is -1'],
    ['a tolerance of more than a minute', { clockTolerance: 61 }, 'tokens.clockTolerance: it is 61'],
    ['a tolerance with fractions', { clockTolerance: 0.5 }, 'tokens.clockTolerance: it is 0.5'],
  ])('is refused: %s', (_title, options, problem) => {
    expect(problemsOf(odd(options))).toEqual([problem]);
  });

  it.each(['mwt', true, null, ['mwt']])('is refused when the app starts as %o', async (tokens) => {
    const problems = await findBootProblems({}, { mizan: { tokens: odd(tokens) } });
    expect(problems).toMatchObject([{ where: 'tokens' }]);
  });

  it('is told all at once, when the app starts, and without the secret', async () => {
    const mwt = { secret: 'too short', ttl: -1 };
    expect(await findBootProblems({}, { mizan: { tokens: { mwt, clockTolerance: 90 } } })).toEqual([
      expect.objectContaining({ where: 'tokens.mwt.ttl' }),
      expect.objectContaining({ where: 'tokens.clockTolerance' }),
      {
        where: 'tokens.mwt.secret',
        problem: 'it has 9 bytes',
        fix: 'Give at least 32 bytes, made at random.',
      },
    ]);
    expect(problemsOf({ mwt }).join()).not.toContain('too short');
  });
});
