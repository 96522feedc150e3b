import { generateKeyPairSync } from 'node:crypto';
import {
  type CanActivate,
  Controller,
  type ExecutionContext,
  Get,
  Injectable,
  UseGuards,
} from '@nestjs/common';
import { mintJwt, mintMwt, secretTokenKey, type TokenKey } from '@mizan/protocol/tokens';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { adapters, startApp, type StartedApp, type StartOptions } from '../../test-support/start-app.js';
import {
  Auth,
  defineContext,
  Identity,
  MizanAuthGuard,
  MizanClient,
  type MizanIdentity,
  mizanTesting,
  permissionKeyOf,
  type TokenClaims,
  type TokensOptions,
} from '../index.js';

const secret = 'a secret of at least 32 bytes, for MWTs';
const jwtSecret = 'a secret of at least 32 bytes, for JWTs';
const mwtKey = secretTokenKey(secret, 'v1');
const jwtKey = secretTokenKey(jwtSecret);
const DeskContext = defineContext('desk');

const ada: MizanIdentity = { id: 7, isStaff: true, isSuperuser: false, permissions: ['ticket.close'] };
const kim: MizanIdentity = { id: 8, isStaff: false, isSuperuser: true, permissions: [] };

const mwtOf = (who: MizanIdentity, key: TokenKey = mwtKey) =>
  mintMwt({ ...who, permissionKey: permissionKeyOf(who) }, key);
const jwtOf = (who: MizanIdentity, key: TokenKey = jwtKey) =>
  mintJwt({ ...who, sessionId: 's1' }, key, { type: 'access' });
const asMwt = async (who: MizanIdentity, key?: TokenKey) => ({ 'X-Mizan-Token': await mwtOf(who, key) });
const asJwt = async (who: MizanIdentity, key?: TokenKey) => ({
  Authorization: `Bearer ${await jwtOf(who, key)}`,
});

/** Stands for a guard of the app that signs somebody in, whoever brings what. */
@Injectable()
class SignInSam implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    Object.assign(context.switchToHttp().getRequest<object>(), { user: { id: 'sam' } });
    return true;
  }
}

const describeCaller = (who: MizanIdentity | null) =>
  who === null ? 'nobody' : JSON.stringify([who.id, who.isStaff, who.isSuperuser, who.permissions]);

@Injectable()
class DeskFunctions {
  @MizanClient({ context: DeskContext, output: 'string' })
  who(@Identity() who: MizanIdentity | null) {
    return describeCaller(who);
  }

  @MizanClient({ context: DeskContext, auth: true, output: 'string' })
  @UseGuards(SignInSam)
  guarded(@Identity() who: MizanIdentity | null) {
    return describeCaller(who);
  }

  @MizanClient({ context: DeskContext, output: 'string' })
  key(@Identity() who: MizanIdentity | null) {
    return who === null ? 'nobody' : permissionKeyOf(who);
  }

  @MizanClient({ auth: 'staff', output: 'boolean' })
  staff() {
    return true;
  }

  @MizanClient({ auth: { permission: 'ticket.close' }, output: 'boolean' })
  closers() {
    return true;
  }

  @MizanClient({ auth: (who) => who?.permissions.includes('ticket.close') === true, output: 'boolean' })
  predicate() {
    return true;
  }
}

@Controller('plain')
class PlainController {
  @UseGuards(SignInSam, MizanAuthGuard)
  @Auth({ permission: 'ticket.close' })
  @Get('closers')
  closers(@Identity() who: MizanIdentity | null) {
    return { id: who?.id };
  }

  @Get('who')
  who(@Identity() who: MizanIdentity | null) {
    return { id: who?.id ?? null };
  }
}

const metadata = { providers: [DeskFunctions], controllers: [PlainController] };
const both = { mwt: { secret }, jwt: { key: jwtSecret, sessions: false } } as const;
const apps: StartedApp[] = [];

afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(apps.splice(0).map((app) => app.close()));
});

const resultOf = async (response: Promise<Response>): Promise<unknown> => {
  const { result }: { readonly result: { readonly result: unknown } } = JSON.parse(
    await (await response).text(),
  );
  return result.result;
};

const bundleOf = async (
  app: StartedApp,
  headers: Record<string, string>,
): Promise<Record<string, unknown>> => {
  const response = await app.context('desk', '', headers);
  expect(response.status).toBe(200);
  const bundle: Record<string, { readonly result: unknown }> = JSON.parse(await response.text());
  return Object.fromEntries(Object.entries(bundle).map(([name, { result }]) => [name, result]));
};

/** As apps do that keep their tokens in cookies. */
const takeTokensFromCookies: NonNullable<StartOptions['configure']> = (app) => {
  app.use(
    (request: { headers: Record<string, string | undefined> }, _response: unknown, next: () => void) => {
      const [, kind, token] = /^(mwt|jwt)=(.*)$/.exec(request.headers['cookie'] ?? '') ?? [];
      if (kind === 'mwt') request.headers['x-mizan-token'] = token;
      if (kind === 'jwt') request.headers['authorization'] = `Bearer ${token}`;
      next();
    },
  );
};

const warnings = async (tokens?: TokensOptions) => {
  const app = await startApp(metadata, { mizan: tokens === undefined ? {} : { tokens } });
  apps.push(app);
  return app.logged.filter(({ level, text }) => level === 'warn' && text.includes('`tokens.identity`'));
};

const ignore = () => {};

describe.each(adapters)('whom a token is for, on %s', (adapter) => {
  const start = async (tokens: TokensOptions, rest: Omit<StartOptions, 'adapter' | 'mizan'> = {}) => {
    const app = await startApp(metadata, { adapter, mizan: { tokens }, ...rest });
    apps.push(app);
    return app;
  };

  it('is what it says: the id as text, both flags, no permissions', async () => {
    const app = await start(both);
    for (const [who, id, isStaff, isSuperuser] of [
      [ada, '7', true, false],
      [kim, '8', false, true],
    ] as const) {
      for (const headers of [await asMwt(who), await asJwt(who)]) {
        expect((await bundleOf(app, headers))['who']).toBe(JSON.stringify([id, isStaff, isSuperuser, []]));
      }
    }
    expect((await app.call('staff', {}, await asMwt(ada))).status).toBe(200);
    expect((await app.call('staff', {}, await asJwt(kim))).status).toBe(403);
    expect((await app.call('staff')).status).toBe(401);
  });

  it('comes before whoever a guard or the session signs in', async () => {
    const app = await start(both);
    const { guarded } = await bundleOf(app, await asMwt(ada));
    expect(guarded).toBe('["7",true,false,[]]');
    expect((await bundleOf(app, {}))['guarded']).toBe('["sam",false,false,[]]');
  });

  it('is said by X-Mizan-Token where there is a bearer too', async () => {
    const app = await start(both);
    const headers = { ...(await asMwt(ada)), ...(await asJwt(kim)) };
    expect((await bundleOf(app, headers))['who']).toBe('["7",true,false,[]]');
  });

  it('has the permission key of an MWT, and of a bearer what its flags give', async () => {
    const app = await start(both);
    expect((await bundleOf(app, await asMwt(ada)))['key']).toBe(permissionKeyOf(ada));
    const bare = { ...ada, permissions: [] };
    expect((await bundleOf(app, await asJwt(ada)))['key']).toBe(permissionKeyOf(bare));
  });

  it('may be loaded by the app, and rules see permissions then', async () => {
    const loaded: TokenClaims[] = [];
    const identity = async (claims: TokenClaims) => {
      loaded.push(claims);
      return [ada, kim].find(({ id }) => String(id) === claims.sub) ?? null;
    };
    const app = await start({ ...both, identity });
    for (const headers of [await asMwt(ada), await asJwt(ada)]) {
      expect((await app.call('closers', {}, headers)).status).toBe(200);
      expect((await app.call('predicate', {}, headers)).status).toBe(200);
      expect(await (await app.fetch('/plain/closers', { headers })).json()).toEqual({ id: 7 });
    }
    expect((await app.call('closers', {}, await asMwt(kim))).status).toBe(403);
    expect((await app.call('predicate', {}, await asMwt(kim))).status).toBe(403);
    expect((await app.fetch('/plain/closers', { headers: await asMwt(kim) })).status).toBe(403);
    expect(loaded[0]).toMatchObject({
      kind: 'mwt',
      sub: '7',
      staff: true,
      super: false,
      pkey: permissionKeyOf(ada),
    });
    expect(loaded[3]).toMatchObject({ kind: 'jwt', sub: '7', sid: 's1', type: 'access' });
  });

  it('is loaded once for all functions of a bundle', async () => {
    const identity = vi.fn(() => ada);
    const app = await start({ ...both, identity });
    expect(await bundleOf(app, await asMwt(ada))).toMatchObject({
      who: '[7,true,false,["ticket.close"]]',
      guarded: '[7,true,false,["ticket.close"]]',
      key: permissionKeyOf(ada),
    });
    expect(identity).toHaveBeenCalledTimes(1);
  });

  it('is nobody any more when the app says so: 401 everywhere, without asking the session', async () => {
    const app = await start({ ...both, identity: () => null });
    for (const headers of [await asMwt(ada), await asJwt(ada)]) {
      expect((await app.call('who', {}, headers)).status).toBe(401);
      expect((await app.context('desk', '', headers)).status).toBe(401);
      expect((await app.fetch('/plain/who', { headers })).status).toBe(401);
    }
  });

  it('is nobody that an error of the app lets in', async () => {
    const broken = [
      () => {
        throw new Error('secret internals');
      },
      // What JavaScript may give.
      () => ({ id: 7 }) as MizanIdentity,
    ];
    for (const identity of broken) {
      const app = await start({ ...both, identity });
      const response = await app.call('who', {}, await asMwt(ada));
      expect(response.status).toBe(500);
      expect(await response.json()).toMatchObject({
        code: 'INTERNAL_ERROR',
        message: expect.not.stringContaining('secret'),
      });
    }
  });

  it('is refused when its rights are not current any more', async () => {
    let now = ada;
    const isCurrent = vi.fn((who: MizanIdentity, pkey: string) => permissionKeyOf(who) === pkey);
    const app = await start({ mwt: { secret, isCurrent }, jwt: both.jwt, identity: () => now });
    const headers = await asMwt(ada);
    expect((await app.call('closers', {}, headers)).status).toBe(200);
    now = { ...ada, permissions: ['ticket.close', 'ticket.reopen'] };
    expect((await app.call('closers', {}, headers)).status).toBe(401);
    expect((await app.context('desk', '', headers)).status).toBe(401);
    expect(await app.fetch('/plain/who', { headers })).toMatchObject({ status: 401 });
    expect((await app.call('closers', {}, await asMwt(now))).status).toBe(200);
    const asked = isCurrent.mock.calls.length;
    expect((await app.call('closers', {}, await asJwt(ada))).status).toBe(200);
    expect(isCurrent).toHaveBeenCalledTimes(asked);
  });

  it('is asked about once per request, and only true is a yes', async () => {
    const isCurrent = vi.fn(async () => true);
    const app = await start({ mwt: { secret, isCurrent } });
    await bundleOf(app, await asMwt(ada));
    expect(isCurrent.mock.calls).toEqual([[expect.objectContaining({ id: '7' }), permissionKeyOf(ada)]]);
    const truthy = (() => ada) as unknown as () => boolean;
    const other = await start({ mwt: { secret, isCurrent: truthy } });
    expect((await other.call('who', {}, await asMwt(ada))).status).toBe(401);
  });

  it('is asked anew for each request, and times are, though the signature is known', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const isCurrent = vi.fn(() => true);
    const app = await start({ mwt: { secret, isCurrent }, jwt: both.jwt });
    const [mwt, jwt] = [await asMwt(ada), await asJwt(ada)];
    for (const headers of [mwt, jwt, mwt, jwt])
      expect((await app.context('desk', '', headers)).status).toBe(200);
    expect(isCurrent).toHaveBeenCalledTimes(2);
    vi.setSystemTime(Date.now() + 306_000);
    for (const headers of [mwt, jwt]) expect((await app.context('desk', '', headers)).status).toBe(401);
    vi.setSystemTime(Date.now() - 400_000);
    for (const headers of [mwt, jwt]) expect((await app.context('desk', '', headers)).status).toBe(401);
  });

  it('is verified by older keys too, by name where they have one', async () => {
    const older = secretTokenKey('an older secret, of 32 bytes or more', 'v0');
    const unnamed = secretTokenKey('a third secret, of 32 bytes or more!', 'v1');
    const unknown = secretTokenKey('a secret that nobody knows any more.', 'v0');
    const app = await start({
      mwt: {
        secret,
        previousSecrets: [
          { secret: 'an older secret, of 32 bytes or more', keyId: 'v0' },
          'a third secret, of 32 bytes or more!',
        ],
      },
    });
    for (const key of [mwtKey, older, unnamed]) {
      expect((await app.call('who', {}, await asMwt(ada, key))).status).toBe(200);
    }
    expect((await app.call('who', {}, await asMwt(ada, unknown))).status).toBe(401);
  });

  it('is verified by key pairs of every algorithm, and by the older one after a change', async () => {
    const pairs = {
      RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }),
      ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
      EdDSA: generateKeyPairSync('ed25519'),
    };
    for (const alg of ['RS256', 'ES256', 'EdDSA'] as const) {
      const { publicKey, privateKey } = pairs[alg];
      const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
      const older = secretTokenKey(jwtSecret, 'old');
      const app = await start({
        jwt: { key, keyId: 'new', previousKeys: [{ key: jwtSecret, keyId: 'old' }], sessions: false },
      });
      const current: TokenKey = { alg, kid: 'new', verifying: publicKey, signing: privateKey };
      for (const one of [current, older]) {
        expect((await app.call('who', {}, await asJwt(ada, one))).status).toBe(200);
      }
      const { kid: _kid, ...nameless } = current;
      for (const one of [nameless, { ...current, kid: 'old' }, { ...older, kid: 'new' }, jwtKey]) {
        expect((await app.call('who', {}, await asJwt(ada, one))).status).toBe(401);
      }
    }
  });

  it('proves that a call comes from no foreign page, when it was sent', async () => {
    const app = await start(both);
    const foreign = { Cookie: 'sid=ada', Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' };
    for (const headers of [await asMwt(ada), await asJwt(ada)]) {
      expect((await app.call('who', {}, { ...foreign, ...headers })).status).toBe(200);
    }
    expect((await app.call('who', {}, foreign)).status).toBe(403);
  });

  it('may come from a cookie by the app’s middleware, which proves nothing of where a call comes from', async () => {
    const app = await start(both, { configure: takeTokensFromCookies });
    for (const Cookie of [`mwt=${await mwtOf(ada)}`, `jwt=${await jwtOf(ada)}`]) {
      expect(await resultOf(app.call('who', {}, { Cookie, 'Sec-Fetch-Site': 'same-origin' }))).toBe(
        '["7",true,false,[]]',
      );
      const foreign = { Cookie, Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' };
      expect((await app.call('who', {}, foreign)).status).toBe(403);
      // What browsers send by themselves to a site that has asked for a password once.
      const known = { ...foreign, Authorization: 'Basic YWRhOng=' };
      expect((await app.call('who', {}, known)).status).toBe(403);
    }
    expect((await app.call('who', {}, { Cookie: 'mwt=x', 'Sec-Fetch-Site': 'same-origin' })).status).toBe(
      401,
    );
  });

  it('is refused with one message, and the log of those who debug says why, each reason once a minute', async () => {
    const lines: unknown[] = [];
    const logger = { log: ignore, warn: ignore, error: ignore, debug: (line: unknown) => lines.push(line) };
    const app = await start(both, { nest: { logger } });
    const messages = new Set<string>();
    for (const token of [
      'x',
      await mwtOf(ada, secretTokenKey(jwtSecret, 'v1')),
      await mwtOf(ada, secretTokenKey(secret, 'v9')),
    ]) {
      for (let round = 0; round < 3; round += 1) {
        messages.add(await (await app.call('who', {}, { 'X-Mizan-Token': token })).text());
      }
    }
    expect(messages.size).toBe(1);
    expect(lines.filter((line) => String(line).startsWith('A token'))).toEqual([
      'A token was refused: malformed',
      'A token was refused: signature',
      'A token was refused: key',
    ]);
  });

  it('does not matter to calls that come over no wire', async () => {
    const app = await start(both);
    const { result } = await mizanTesting(app.app).as({ id: 'sam' }).call<{ result: string }>('who');
    expect(result.result).toBe('["sam",false,false,[]]');
  });
});

describe('rules that ask for permissions', () => {
  it('are warned of where tokens bring none', async () => {
    expect(await warnings(both)).toEqual([
      { level: 'warn', text: expect.stringMatching(/^"closers" ask for permissions.*`tokens\.identity`/) },
    ]);
    expect(await warnings({ ...both, identity: () => ada })).toEqual([]);
    expect(await warnings()).toEqual([]);
  });

  it('are like a hook that compares a token with itself', async () => {
    const hook = { isCurrent: () => true };
    const warning = { level: 'warn', text: expect.stringContaining('tokens.mwt.isCurrent is given') };
    expect(await warnings({ mwt: { secret, ...hook } })).toContainEqual(warning);
    expect(await warnings({ mwt: { secret, ...hook }, identity: () => ada })).toEqual([]);
    expect(await warnings({ mwt: { secret } })).not.toContainEqual(warning);
  });
});
