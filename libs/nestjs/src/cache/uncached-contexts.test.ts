import {
  createParamDecorator,
  Headers,
  Inject,
  Injectable,
  Ip,
  Req,
  Res,
  Scope,
  Session,
} from '@nestjs/common';
import { REQUEST } from '@nestjs/core';
import { afterEach, describe, expect, it } from 'vitest';
import { as, type CachedApp, startCachedApp } from '../../test-support/cached-app.js';
import { Identity, MizanCache, MizanClient, type MizanIdentity } from '../index.js';

const Tenant = createParamDecorator(() => 'tenant');

@Injectable()
class Readers {
  @MizanClient({ context: 'req', output: 'integer' })
  byRequest(@Req() _request: unknown) {
    return 1;
  }
  @MizanClient({ context: 'res', output: 'integer' })
  byResponse(@Res() _response: unknown) {
    return 1;
  }
  @MizanClient({ context: 'headers', output: 'integer' })
  byHeader(@Headers('accept-language') _language: string) {
    return 1;
  }
  @MizanClient({ context: 'ip', output: 'integer' })
  byIp(@Ip() _ip: string) {
    return 1;
  }
  @MizanClient({ context: 'session', output: 'integer' })
  bySession(@Session() _session: unknown) {
    return 1;
  }
  @MizanClient({ context: 'custom', output: 'integer' })
  byDecorator(@Tenant() _tenant: string) {
    return 1;
  }
  @MizanClient({ context: 'both', output: 'integer' })
  identityAlone(@Identity() _who: MizanIdentity) {
    return 1;
  }
  @MizanClient({ context: 'both', output: 'integer' })
  identityAndHeader(@Identity() _who: MizanIdentity, @Headers() _headers: unknown) {
    return 1;
  }
  @MizanClient({ context: 'never', output: 'integer', cache: false })
  never() {
    return 1;
  }
  @MizanClient({ context: 'no_time', output: 'integer', cache: { ttl: 0 } })
  noTime() {
    return 1;
  }
  @MizanClient({ context: 'said', output: 'integer', cache: { dependsOnRequest: false } })
  said(@Req() _request: unknown, @Tenant() _tenant: string) {
    return 1;
  }
  @MizanClient({ context: 'plain', output: 'integer' })
  plain(@Identity() _who: MizanIdentity) {
    return 1;
  }
}

@Injectable()
class DependsOnRequest {
  constructor(@Inject(REQUEST) readonly request: unknown) {}
}
Reflect.defineMetadata('scope:options', { scope: Scope.REQUEST }, DependsOnRequest);

@Injectable()
class ByDependency {
  constructor(readonly dependency: DependsOnRequest) {}

  @MizanClient({ context: 'by_dependency', output: 'integer' })
  byDependency() {
    return 1;
  }
  @MizanClient({ context: 'scoped_said', output: 'integer', cache: { dependsOnRequest: false } })
  scopedSaid() {
    return 1;
  }
}

@Injectable({ scope: Scope.TRANSIENT })
class Transient {
  @MizanClient({ context: 'transient', output: 'integer' })
  transient() {
    return 1;
  }
}

const providers = [Readers, DependsOnRequest, ByDependency, Transient];

const reads = (fn: string, method: string, by: string) =>
  `"${fn}" (Readers.${method}) reads the request by ${by}`;
const madeAnew = (fn: string, method: string) =>
  `"${fn}" (${method}) is made anew, for each request or each use`;

const uncached: readonly (readonly [context: string, reason: string])[] = [
  ['req', reads('by_request', 'byRequest', '@Req()')],
  ['res', reads('by_response', 'byResponse', '@Res()')],
  ['headers', reads('by_header', 'byHeader', '@Headers()')],
  ['ip', reads('by_ip', 'byIp', '@Ip()')],
  ['session', reads('by_session', 'bySession', '@Session()')],
  ['custom', reads('by_decorator', 'byDecorator', 'a parameter decorator of the app')],
  ['both', reads('identity_and_header', 'identityAndHeader', '@Headers()')],
  ['never', '"never" (Readers.never) says so'],
  ['no_time', '"no_time" (Readers.noTime) says so'],
  ['by_dependency', madeAnew('by_dependency', 'ByDependency.byDependency')],
  ['transient', madeAnew('transient', 'Transient.transient')],
];

describe('a context that is not cached', () => {
  let app: CachedApp;
  afterEach(() => app.close());

  it.each(uncached)(
    '%s: says why in code and when the app starts, and has no header',
    async (context, reason) => {
      app = await startCachedApp({ providers });
      const known = app.app.get(MizanCache).contexts.find((one) => one.context === context);
      expect(known).toMatchObject({ isCached: false, reasons: [reason] });
      const lines = app.logged.filter(({ text }) => text.includes(`"${context}" is not cached: ${reason}.`));
      expect(lines).toHaveLength(1);
      // A response that a method takes hold of is sent all the same: it was not written.
      for (let time = 0; time < 2; time += 1) {
        expect(await app.read(context, '', as('ada'))).toMatchObject({ status: 200, cache: null });
      }
    },
  );

  it.each(['plain', 'said', 'scoped_said'])('is not %s', async (context) => {
    app = await startCachedApp({ providers });
    expect(app.app.get(MizanCache).contexts.find((one) => one.context === context)).toEqual({
      context,
      isCached: true,
      isPublic: false,
      ttl: 60,
      reasons: [],
    });
    await app.read(context, '', as('ada'));
    expect((await app.read(context, '', as('ada'))).cache).toBe('HIT');
  });

  it('is counted when the app starts, with where the others are kept', async () => {
    app = await startCachedApp({ providers });
    const count = `3 of ${uncached.length + 3} contexts are cached, in the memory of this process.`;
    expect(app.logged.filter(({ text }) => text.includes(count))).toHaveLength(1);
  });
});
