import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type JwtPair,
  readResult,
  type SessionApp,
  startSessionApp,
} from '../../../test-support/session-app.js';
import type { JwtOptions, TokenSessions } from '../../index.js';
import { memoryRotation } from '../rotation/memory-rotation.js';

const apps: SessionApp[] = [];
afterEach(async () => {
  await Promise.all(apps.splice(0).map((app) => app.close()));
});

async function start(jwt: JwtOptions): Promise<SessionApp> {
  const app = await startSessionApp({ adapter: 'express', tokens: { jwt } });
  apps.push(app);
  return app;
}

const asAda = { 'X-Api-Key': 'ada' };

const obtain = async (app: SessionApp, headers: Record<string, string> = {}): Promise<JwtPair> =>
  readResult(await app.call('jwt_obtain', {}, { ...asAda, ...headers }));

const refresh = (app: SessionApp, { refresh_token }: JwtPair): Promise<Response> =>
  app.call('jwt_refresh', { refresh_token });

const pem = (half: KeyObject): string =>
  half.type === 'private'
    ? String(half.export({ type: 'pkcs8', format: 'pem' }))
    : String(half.export({ type: 'spki', format: 'pem' }));

const withoutSignature = ({ access_token, refresh_token }: JwtPair) =>
  [access_token, refresh_token].map((token) => token.split('.', 2));

const pairOf = {
  RS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  EdDSA: () => generateKeyPairSync('ed25519'),
};

describe.each(Object.entries(pairOf))('JWTs by %s', (_alg, generate) => {
  const older = generate();
  const newer = generate();

  it('are refreshed, and a token that is used again answers with the same claims', async () => {
    const app = await start({ key: pem(older.privateKey), sessions: false });
    const pair = await obtain(app);
    const [one, other] = await Promise.all([refresh(app, pair), refresh(app, pair)]);
    const next = await readResult<JwtPair>(one);
    expect(withoutSignature(await readResult(other))).toEqual(withoutSignature(next));
    expect((await refresh(app, next)).status).toBe(200);
  });

  it('are refreshed after a change of keys when the older one is still there as a whole', async () => {
    const rotationStore = memoryRotation();
    const pair = await obtain(await start({ key: pem(older.privateKey), sessions: false, rotationStore }));
    const changed = (previous: KeyObject) =>
      start({ key: pem(newer.privateKey), previousKeys: [pem(previous)], sessions: false, rotationStore });
    const whole = await changed(older.privateKey);
    const half = await changed(older.publicKey);
    expect((await refresh(half, pair)).status).toBe(401);
    const next = await readResult<JwtPair>(await refresh(whole, pair));
    expect((await refresh(half, next)).status).toBe(200);
    expect(half.logged).toContainEqual({
      level: 'warn',
      text: expect.stringContaining('tokens.jwt.previousKeys holds a public key'),
    });
    const bearer = { Authorization: `Bearer ${pair.access_token}` };
    expect(await readResult(await half.call('whoami', {}, bearer))).toMatchObject({ id: 'ada' });
  });
});

/** Sessions by a header, as a proxy in front of the app may make them. */
function ownSessions() {
  const open = new Map([['s-1', 'ada']]);
  const sessions: TokenSessions = {
    idOf: (request) => {
      // The request of Express has headers as Node reads them.
      const { headers } = request as { readonly headers: Readonly<Record<string, string | undefined>> };
      return headers['x-proxy-session'] ?? null;
    },
    exists: (id, { subject }) => open.get(id) === subject,
  };
  return { open, sessions };
}

describe("an app's own sessions", () => {
  it('bind tokens like those of a library', async () => {
    const { open, sessions } = ownSessions();
    const app = await start({ key: 'a key for JWTs that has 32 bytes!', sessions });
    const pair = await obtain(app, { 'X-Proxy-Session': 's-1' });
    const next = await readResult<JwtPair>(await refresh(app, pair));
    open.delete('s-1');
    expect((await refresh(app, next)).status).toBe(401);
  });

  it.each([
    ['none', {}],
    ['an empty one', { 'X-Proxy-Session': '' }],
    ['one that does not exist', { 'X-Proxy-Session': 's-2' }],
  ])('let nobody obtain a pair in %s', async (_title, headers) => {
    const app = await start({ key: 'a key for JWTs that has 32 bytes!', sessions: ownSessions().sessions });
    const response = await app.call('jwt_obtain', {}, { ...asAda, ...headers });
    expect(await response.json()).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('say yes only by true itself', async () => {
    const answers: { exists: unknown } = { exists: true };
    // What a JavaScript app may give is wider than the type.
    const exists = (() => answers.exists) as TokenSessions['exists'];
    const app = await start({
      key: 'a key for JWTs that has 32 bytes!',
      sessions: { idOf: () => 's', exists },
    });
    const pair = await obtain(app);
    answers.exists = { user: 'ada' };
    expect((await refresh(app, pair)).status).toBe(401);
  });
});
