import { generateKeyPairSync } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { Controller, Get, Injectable, UseGuards } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forgeToken, seconds, tokenPart } from '../../test-support/forge-token.js';
import { adapters, startApp, type StartedApp, type StartOptions } from '../../test-support/start-app.js';
import { defineContext, Identity, MizanAuthGuard, MizanClient, type MizanIdentity } from '../index.js';

const secret = 'a secret of at least 32 bytes, for MWTs';
const jwtSecret = 'a secret of at least 32 bytes, for JWTs';
const DeskContext = defineContext('desk');

let runs = 0;

@Injectable()
class DeskFunctions {
  @MizanClient({ output: 'string' })
  open() {
    runs += 1;
    return 'open';
  }

  @MizanClient({ auth: true, output: 'string' })
  member(@Identity() who: MizanIdentity) {
    runs += 1;
    return String(who.id);
  }

  @MizanClient({ private: true, output: 'string' })
  hidden() {
    runs += 1;
    return 'hidden';
  }

  @MizanClient({ context: DeskContext, output: 'string' })
  who(@Identity() who: MizanIdentity | null) {
    runs += 1;
    return String(who?.id ?? 'nobody');
  }
}

@Controller('plain')
class PlainController {
  @UseGuards(MizanAuthGuard)
  @Get('guarded')
  guarded() {
    runs += 1;
    return {};
  }

  @Get('who')
  who(@Identity() who: MizanIdentity | null) {
    runs += 1;
    return { who };
  }
}

const metadata = { providers: [DeskFunctions], controllers: [PlainController] };

/** The session of these apps: whoever this header names is signed in. */
const identity = (request: unknown) => {
  // Both adapters' requests have headers.
  const { headers } = request as { readonly headers: Readonly<Record<string, string | undefined>> };
  const id = headers['x-session'];
  return id === undefined ? null : { id, isStaff: false, isSuperuser: false, permissions: [] };
};

function start(adapter: StartOptions['adapter'], tokens: NonNullable<StartOptions['mizan']>['tokens']) {
  return startApp(metadata, { ...(adapter && { adapter }), mizan: { identity, ...(tokens && { tokens }) } });
}

/** Every place that a token can be brought to, with what is answered there to somebody with a session. */
const places: Readonly<
  Record<
    string,
    {
      readonly status: number;
      readonly send: (app: StartedApp, headers: Record<string, string>) => Promise<Response>;
    }
  >
> = {
  'a public function': { status: 200, send: (app, headers) => app.call('open', {}, headers) },
  'a function for members': { status: 200, send: (app, headers) => app.call('member', {}, headers) },
  'a private function': { status: 403, send: (app, headers) => app.call('hidden', {}, headers) },
  'an unknown function': { status: 404, send: (app, headers) => app.call('nothing', {}, headers) },
  'wrong arguments': { status: 400, send: (app, headers) => app.call('open', [], headers) },
  'a call from another site': {
    status: 403,
    send: (app, headers) =>
      app.call('open', {}, { ...headers, Cookie: 'a=b', Origin: 'https://evil.example' }),
  },
  'a call of another type': {
    status: 415,
    send: (app, headers) => app.call('open', {}, { ...headers, 'Content-Type': 'text/plain' }),
  },
  'a body that is no JSON': {
    status: 400,
    send: (app, headers) =>
      app.fetch('/api/mizan/call/', {
        method: 'POST',
        headers: { ...headers, 'Content-Type': 'application/json' },
        body: '{"fn":',
      }),
  },
  'a bundle': { status: 200, send: (app, headers) => app.context('desk', '', headers) },
  'an unknown context': { status: 404, send: (app, headers) => app.context('nothing', '', headers) },
  'a guarded route': { status: 200, send: (app, headers) => app.fetch('/plain/guarded', { headers }) },
  'a route with @Identity()': { status: 200, send: (app, headers) => app.fetch('/plain/who', { headers }) },
};

const refusal = {
  error: true,
  code: 'UNAUTHORIZED',
  message: 'The token is not valid, or not any more: obtain a new one',
  details: { reason: 'token' },
};

/** Brings headers to every place, beside a session that would let it pass, and says where it was not refused. */
async function findLeaks(app: StartedApp, headers: Record<string, string>): Promise<readonly string[]> {
  const before = runs;
  const leaks: string[] = [];
  for (const [place, { send }] of Object.entries(places)) {
    const response = await send(app, { 'X-Session': 'sam', ...headers });
    const body: unknown = await response.json();
    if (response.status !== 401 || JSON.stringify(body) !== JSON.stringify(refusal)) leaks.push(place);
  }
  if (runs !== before) leaks.push(`${runs - before} runs`);
  return leaks;
}

const header = { alg: 'HS256', kid: 'v1', typ: 'JWT' };
const jwtHeader = { alg: 'HS256', typ: 'JWT' };
const mwtClaims = () => ({
  sub: '7',
  staff: false,
  super: false,
  pkey: 'f'.repeat(64),
  aud: 'mizan',
  iat: seconds(),
  nbf: seconds(),
  exp: seconds() + 300,
});
const jwtClaims = () => ({
  sub: '7',
  sid: 's1',
  staff: false,
  super: false,
  type: 'access',
  iat: seconds(),
  exp: seconds() + 300,
});
const mwt = (head: object = {}, claims: object = {}, signedWith = secret) =>
  forgeToken({ ...header, ...head }, { ...mwtClaims(), ...claims }, signedWith);
const jwt = (head: object = {}, claims: object = {}, signedWith = jwtSecret) =>
  forgeToken({ ...jwtHeader, ...head }, { ...jwtClaims(), ...claims }, signedWith);
const nextLetter = (letter: string) => (letter === 'A' ? 'B' : 'A');
const change = (token: string, at: number) =>
  token.slice(0, at) + nextLetter(token.charAt(at)) + token.slice(at + 1);

/** What is wrong with a token of either kind. */
const bad: Readonly<Record<string, (make: typeof mwt, claims: () => object, signedWith: string) => string>> =
  {
    'no text': () => '',
    'some text': () => 'x',
    'the algorithm none': (make) => make({ alg: 'none' }),
    'the algorithm none without a signature': (make) => make({ alg: 'none' }).replace(/[^.]*$/, ''),
    'an unknown algorithm': (make) => make({ alg: 'HS512' }),
    'the algorithm of a key pair': (make) => make({ alg: 'RS256' }),
    'an unknown kid': (make) => make({ kid: 'v2' }),
    crit: (make) => make({ crit: ['exp'] }),
    'no type in its header': (make) => make({ typ: undefined }),
    'another secret': (make) => make({}, {}, 'another secret, of 32 bytes or more'),
    'a first letter changed': (make) => change(make(), 0),
    'a letter of the claims changed': (make) => change(make(), 80),
    'a last letter changed': (make) => change(make(), make().length - 1),
    'a letter less': (make) => make().slice(0, -1),
    'no signature': (make) => make().replace(/\.[^.]*$/, ''),
    'claims alone': (make) => make().split('.')[1] ?? '',
    'a part more': (make) => `${make()}.x`,
    'an exp in the past': (make) =>
      make({}, { iat: seconds() - 400, nbf: seconds() - 400, exp: seconds() - 100 }),
    'an exp just beyond the tolerance': (make) => make({}, { exp: seconds() - 5 }),
    'an nbf in the future': (make) => make({}, { nbf: seconds() + 60 }),
    'an iat in the future': (make) => make({}, { iat: seconds() + 60 }),
    'no exp': (make) => make({}, { exp: undefined }),
    'an exp that is a text': (make) => make({}, { exp: `${seconds() + 300}` }),
    'no sub': (make) => make({}, { sub: undefined }),
    'an empty sub': (make) => make({}, { sub: '' }),
    'a sub that is a number': (make) => make({}, { sub: 7 }),
    'a flag that is a text': (make) => make({}, { staff: 'true' }),
    'too many claims': (make) => make({}, { more: 'x'.repeat(4000) }),
    'a comma': (make) => `${make()}, ${make()}`,
  };

describe.each(adapters)('a bad token on %s', (adapter) => {
  let app: StartedApp;

  beforeAll(async () => {
    app = await start(adapter, { mwt: { secret }, jwt: { key: jwtSecret, sessions: false } });
  });

  afterAll(() => app.close());

  it('is the one thing that is wrong here: a good token and a session are let in everywhere', async () => {
    for (const [place, { status, send }] of Object.entries(places)) {
      const statusOf = async (headers: Record<string, string>) => [place, (await send(app, headers)).status];
      expect(await statusOf({ 'X-Session': 'sam' })).toEqual([place, status]);
      // Which token proves that a call comes from no foreign page.
      const withToken = place === 'a call from another site' ? 200 : status;
      expect(await statusOf({ 'X-Mizan-Token': mwt() })).toEqual([place, withToken]);
      expect(await statusOf({ Authorization: `Bearer ${jwt()}` })).toEqual([place, withToken]);
    }
  });

  it.each(Object.entries(bad))('is refused everywhere as MWT: %s', async (_title, make) => {
    expect(await findLeaks(app, { 'X-Mizan-Token': make(mwt, mwtClaims, secret) })).toEqual([]);
  });

  it.each(Object.entries(bad))('is refused everywhere as JWT: %s', async (_title, make) => {
    expect(await findLeaks(app, { Authorization: `Bearer ${make(jwt, jwtClaims, jwtSecret)}` })).toEqual([]);
  });

  it.each<[string, () => Record<string, string>]>([
    ['no kid', () => ({ 'X-Mizan-Token': mwt({ kid: undefined }) })],
    ['another audience', () => ({ 'X-Mizan-Token': mwt({}, { aud: 'edge' }) })],
    ['a list of audiences', () => ({ 'X-Mizan-Token': mwt({}, { aud: ['mizan'] }) })],
    ['no nbf', () => ({ 'X-Mizan-Token': mwt({}, { nbf: undefined }) })],
    ['no permission key', () => ({ 'X-Mizan-Token': mwt({}, { pkey: undefined }) })],
    ['a name twice', () => ({ 'X-Mizan-Token': forgeToken(header, twice(mwtClaims()), secret) })],
    ['a JWT in the header of MWTs', () => ({ 'X-Mizan-Token': jwt() })],
    ['a JWT signed as an MWT', () => ({ 'X-Mizan-Token': jwt({ kid: 'v1' }, {}, secret) })],
    ['Bearer in the header of MWTs', () => ({ 'X-Mizan-Token': `Bearer ${mwt()}` })],
    ['an MWT as bearer', () => ({ Authorization: `Bearer ${mwt()}` })],
    ['a refresh token', () => ({ Authorization: `Bearer ${jwt({}, { type: 'refresh' })}` })],
    ['a type that nobody knows', () => ({ Authorization: `Bearer ${jwt({}, { type: 'id' })}` })],
    ['no session in it', () => ({ Authorization: `Bearer ${jwt({}, { sid: undefined })}` })],
    [
      'a claim twice',
      () => ({ Authorization: `Bearer ${forgeToken(jwtHeader, twice(jwtClaims()), jwtSecret)}` }),
    ],
    ['the scheme alone', () => ({ Authorization: 'Bearer' })],
    ['the scheme in small letters', () => ({ Authorization: 'bearer x' })],
    ['two tokens in one header', () => ({ Authorization: `Bearer ${jwt()}, Bearer ${jwt()}` })],
    ['a tab before it', () => ({ Authorization: `Bearer\t${jwt()}` })],
    ['a good MWT beside a bad JWT', () => ({ 'X-Mizan-Token': mwt(), Authorization: 'Bearer x' })],
    ['a good JWT beside a bad MWT', () => ({ 'X-Mizan-Token': 'x', Authorization: `Bearer ${jwt()}` })],
  ])('is refused everywhere: %s', async (_title, headers) => {
    expect(await findLeaks(app, headers())).toEqual([]);
  });

  it.each<[string, () => readonly string[]]>([
    ['X-Mizan-Token', () => ['X-Mizan-Token', mwt(), 'X-Mizan-Token', mwt()]],
    ['X-Mizan-Token, good and bad', () => ['X-Mizan-Token', mwt(), 'x-mizan-token', 'x']],
    ['X-Mizan-Token, empty and good', () => ['X-Mizan-Token', '', 'X-Mizan-Token', mwt()]],
    ['Authorization', () => ['Authorization', `Bearer ${jwt()}`, 'Authorization', `Bearer ${jwt()}`]],
    ['Authorization, good and bad', () => ['Authorization', `Bearer ${jwt()}`, 'authorization', 'Bearer x']],
    [
      'Authorization, of which one is another scheme',
      () => ['Authorization', 'Basic x', 'Authorization', `Bearer ${jwt()}`],
    ],
  ])('is what several headers are: %s', async (_title, headers) => {
    expect(await getRaw(`${app.origin}/api/mizan/ctx/desk/`, headers())).toEqual({
      status: 401,
      body: refusal,
    });
    expect(await getRaw(`${app.origin}/plain/who`, headers())).toEqual({ status: 401, body: refusal });
  });

  it('leaves other schemes to the app', async () => {
    for (const Authorization of ['Basic YTpi', 'BearerX y', 'Digest a, bearer b', '']) {
      const response = await app.context('desk', '', { Authorization, 'X-Session': 'sam' });
      expect([response.status, await response.json()]).toEqual([200, { who: { result: 'sam' } }]);
    }
  });

  it('is refused with any letter changed', async () => {
    const good = mwt();
    const statuses = await Promise.all(
      good.split('').map(async (_letter, at) => {
        const response = await app.context('desk', '', { 'X-Mizan-Token': change(good, at) });
        return response.status;
      }),
    );
    expect(new Set(statuses)).toEqual(new Set([401]));
  });

  it('is taken within the tolerance of clocks', async () => {
    for (const claims of [
      () => ({ exp: seconds() - 1 }),
      () => ({ nbf: seconds() + 4 }),
      () => ({ iat: seconds() + 4 }),
    ]) {
      expect((await app.call('open', {}, { 'X-Mizan-Token': mwt({}, claims()) })).status).toBe(200);
      expect((await app.call('open', {}, { Authorization: `Bearer ${jwt({}, claims())}` })).status).toBe(200);
    }
  });
});

describe.each(adapters)('tokens of a key pair on %s', (adapter) => {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const publicPem = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  let app: StartedApp;

  beforeAll(async () => {
    const key = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    app = await start(adapter, { jwt: { key, sessions: false } });
  });

  afterAll(() => app.close());

  it.each<[string, () => string]>([
    ['HS256 with the public key as secret', () => jwt({}, {}, publicPem)],
    ['HS256 with the trimmed public key as secret', () => jwt({}, {}, publicPem.trim())],
    [
      'HS256 with the bytes of the public key as secret',
      () => jwt({}, {}, pair.publicKey.export({ type: 'spki', format: 'der' }).toString('latin1')),
    ],
    ['RS256 signed by HMAC with the public key', () => jwt({ alg: 'RS256' }, {}, publicPem)],
    ['ES256', () => jwt({ alg: 'ES256' })],
    ['the algorithm none', () => `${tokenPart({ alg: 'none', typ: 'JWT' })}.${tokenPart(jwtClaims())}.`],
  ])('are refused everywhere: %s', async (_title, make) => {
    expect(await findLeaks(app, { Authorization: `Bearer ${make()}` })).toEqual([]);
  });
});

describe.each(adapters)('without the option tokens on %s', (adapter) => {
  it('both headers are the app’s own', async () => {
    const app = await start(adapter, undefined);
    const headers = { 'X-Mizan-Token': 'x', Authorization: 'Bearer x', 'X-Session': 'sam' };
    expect(await (await app.context('desk', '', headers)).json()).toEqual({ who: { result: 'sam' } });
    expect((await app.call('member', {}, headers)).status).toBe(200);
    expect((await app.fetch('/plain/guarded', { headers })).status).toBe(200);
    await app.close();
  });

  it('an X-Mizan-Token that nobody verifies proves nothing of where a call comes from', async () => {
    const app = await start(adapter, undefined);
    const foreign = { Cookie: 'a=b', Origin: 'https://evil.example', 'X-Mizan-Token': mwt() };
    expect((await app.call('open', {}, foreign)).status).toBe(403);
    await app.close();
  });
});

describe.each(adapters)('with one kind of tokens on %s', (adapter) => {
  it('the header of the other one is the app’s own', async () => {
    const [mwtApp, jwtApp] = await Promise.all([
      start(adapter, { mwt: { secret } }),
      start(adapter, { jwt: { key: jwtSecret, sessions: false } }),
    ]);
    const session = { 'X-Session': 'sam' };
    const sam = [200, { who: { result: 'sam' } }];
    expect(await whoOf(await mwtApp.context('desk', '', { ...session, Authorization: 'Bearer x' }))).toEqual(
      sam,
    );
    expect(await whoOf(await jwtApp.context('desk', '', { ...session, 'X-Mizan-Token': 'x' }))).toEqual(sam);
    await Promise.all([mwtApp.close(), jwtApp.close()]);
  });
});

async function whoOf(response: Response): Promise<readonly unknown[]> {
  return [response.status, await response.json()];
}

/** A claim of this name twice: first a lie, then the truth. */
function twice(claims: object): string {
  return JSON.stringify(claims).replace('{', '{"sub":"1",');
}

/** Sends headers as they stand, several of one name as well, which `fetch` would join. */
function getRaw(
  url: string,
  headers: readonly string[],
): Promise<{ status: number | undefined; body: unknown }> {
  const { hostname, port, pathname, host } = new URL(url);
  return new Promise((resolve, reject) => {
    const sending = httpRequest(
      { hostname, port, path: pathname, headers: ['Host', host, 'X-Session', 'sam', ...headers] },
      (response) => {
        response.setEncoding('utf8');
        let text = '';
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode, body: JSON.parse(text) }));
      },
    );
    sending.on('error', reject);
    sending.end();
  });
}
