import { Injectable } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adapters, type StartedApp, startApp } from '../../test-support/start-app.js';
import { MizanClient } from '../declare/mizan-client.decorator.js';
import { Conflict, ServiceUnavailable, Unauthorized } from './error-classes.js';
import { MizanError } from './mizan-error.js';

@Injectable()
class SignInFunctions {
  @MizanClient({ output: 'boolean' })
  signIn(): boolean {
    throw new Unauthorized('Wrong password');
  }

  @MizanClient({ context: 'global', output: 'boolean' })
  whether(): boolean {
    throw new Unauthorized('Wrong day');
  }

  /** Passes on what another server answered. */
  @MizanClient({ output: 'boolean' })
  proxied(): boolean {
    throw new Unauthorized('Bad token', { details: { reason: 'token', server: 'billing' } });
  }

  @MizanClient({ output: 'boolean' })
  renamed(): boolean {
    throw new MizanError('LOGGED_OUT', 'Bad token', { status: 401, details: { reason: 'token' } });
  }

  @MizanClient({ output: 'boolean' })
  otherwise(): boolean {
    throw new Conflict('Which token?', { details: { reason: 'token' } });
  }

  /** Has asked another server, which closes. */
  @MizanClient({ output: 'boolean' })
  closed(): boolean {
    throw new ServiceUnavailable('Billing closes', { details: { reason: 'closing', server: 'billing' } });
  }
}

async function challengeOf(answer: Promise<Response>): Promise<readonly unknown[]> {
  const { status, headers } = await answer;
  return [status, headers.get('www-authenticate')];
}

async function detailsOf(answer: Promise<Response>): Promise<unknown> {
  const { details }: { details?: unknown } = JSON.parse(await (await answer).text());
  return details;
}

describe.each(adapters)('a bad token on %s', (adapter) => {
  let app: StartedApp;

  beforeAll(async () => {
    const mizan = { tokens: { mwt: { secret: 'x'.repeat(32) }, jwt: { key: 'y'.repeat(32) } } };
    app = await startApp({ providers: [SignInFunctions] }, { adapter, mizan });
  });

  afterAll(() => app.close());

  it.each([{ 'X-Mizan-Token': 'x' }, { Authorization: 'Bearer x' }])(
    'is told from any other 401: %o',
    async (bad) => {
      const told = [401, 'Bearer error="invalid_token"'];
      expect(await challengeOf(app.call('sign_in', {}, bad))).toEqual(told);
      expect(await challengeOf(app.call('nothing', {}, bad))).toEqual(told);
      expect(await challengeOf(app.context('global', '', bad))).toEqual(told);
      expect(await challengeOf(app.call('sign_in'))).toEqual([401, null]);
      expect(await challengeOf(app.context('global'))).toEqual([401, null]);
    },
  );

  it.each([{ 'X-Mizan-Token': 'x' }, { Authorization: 'Bearer x' }])(
    'has a mark that no function can set: %o',
    async (bad) => {
      for (const fn of ['sign_in', 'proxied', 'nothing']) {
        expect(await detailsOf(app.call(fn, {}, bad))).toEqual({ reason: 'token' });
      }
      expect(await detailsOf(app.context('global', '', bad))).toEqual({ reason: 'token' });
      expect(await detailsOf(app.call('sign_in'))).toBeUndefined();
      expect(await detailsOf(app.call('proxied'))).toEqual({ server: 'billing' });
      expect(await detailsOf(app.call('renamed'))).toBeUndefined();
      expect(await detailsOf(app.call('otherwise'))).toEqual({ reason: 'token' });
    },
  );

  it('is not the only mark of what has not run: a function cannot say either that the server closes', async () => {
    expect(await detailsOf(app.call('closed'))).toEqual({ server: 'billing' });
  });
});
