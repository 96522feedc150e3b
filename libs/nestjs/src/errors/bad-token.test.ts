import { Injectable } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adapters, type StartedApp, startApp } from '../../test-support/start-app.js';
import { MizanClient } from '../declare/mizan-client.decorator.js';
import { Unauthorized } from './error-classes.js';

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
}

async function challengeOf(answer: Promise<Response>): Promise<readonly unknown[]> {
  const { status, headers } = await answer;
  return [status, headers.get('www-authenticate')];
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
});
