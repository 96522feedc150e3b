import { Injectable, Req, ValidationPipe } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AuthGuard, PassportModule, PassportStrategy } from '@nestjs/passport';
import { ThrottlerGuard, ThrottlerModule } from '@nestjs/throttler';
import { IsInt, IsOptional, IsString } from 'class-validator';
import { Strategy } from 'passport-http-bearer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adapters, type StartedApp, startApp } from '../../test-support/start-app.js';
import { Arg, defineContext, Identity, MizanClient, type MizanIdentity } from '../index.js';

const Pair = defineContext('pair');

class Note {
  @IsInt() id!: number;
  @IsOptional() @IsString() text?: string;
}

class Who {
  @IsString() id!: string;
  @IsString() user!: string;
}

@Injectable()
class Functions {
  @MizanClient({ context: Pair, output: Note }) first(input: Note) {
    return input;
  }
  @MizanClient({ context: Pair, output: Note }) second(@Arg('id', 'integer') id: number) {
    return { id };
  }
  @MizanClient({ affects: Pair, output: Note }) change(input: Note) {
    return { id: input.id, text: input instanceof Note ? 'a Note' : 'something else' };
  }
  @MizanClient({ output: 'string' }) nobody(@Identity() who: MizanIdentity | null) {
    return JSON.stringify(who);
  }
  @MizanClient({ auth: true, output: Who })
  whoami(@Identity() who: MizanIdentity | null, @Req() request: { user?: { id?: unknown } }) {
    return { id: String(who?.id), user: String(request.user?.id) };
  }
}

@Injectable()
class Bearer extends PassportStrategy(Strategy) {
  validate(token: string) {
    return token === 'good' ? { id: 'ada', isStaff: true } : null;
  }
}

describe.each(adapters)('passport, as it is, on %s', (adapter) => {
  let app: StartedApp;
  beforeAll(async () => {
    const guard = { provide: APP_GUARD, useClass: AuthGuard('bearer') };
    app = await startApp({ imports: [PassportModule], providers: [Functions, Bearer, guard] }, { adapter });
  });
  afterAll(() => app.close());

  it('finds the caller, before the auth rule asks for one', async () => {
    const response = await app.call('whoami', {}, { Authorization: 'Bearer good' });
    expect(await response.json()).toEqual({ result: { id: 'ada', user: 'ada' } });
  });

  it.each([{}, { Authorization: 'Bearer bad' }])('refuses %j in our envelope', async (headers) => {
    const response = await app.call('change', { id: 1 }, headers);
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error: true, code: 'UNAUTHORIZED' });
  });

  it('lets a bundle pass, and refuses it', async () => {
    expect((await app.context('pair', '?id=1', { Authorization: 'Bearer good' })).status).toBe(200);
    expect((await app.context('pair', '?id=1')).status).toBe(401);
  });
});

describe.each(adapters)('@nestjs/throttler, as it is, on %s', (adapter) => {
  it('counts each function by itself, in calls and bundles, and sets its headers', async () => {
    const app = await startApp(
      {
        imports: [ThrottlerModule.forRoot([{ ttl: 60_000, limit: 2 }])],
        providers: [Functions, { provide: APP_GUARD, useClass: ThrottlerGuard }],
      },
      { adapter },
    );
    const first = await app.call('change', { id: 1 });
    expect(first.status).toBe(200);
    expect(first.headers.get('x-ratelimit-remaining')).toBe('1');
    expect((await app.call('change', { id: 1 })).status).toBe(200);
    const refused = await app.call('change', { id: 1 });
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).not.toBeNull();
    expect(refused.headers.get('X-Mizan-Invalidate')).toBeNull();
    expect(await refused.json()).toMatchObject({ error: true, code: 'TOO_MANY_REQUESTS' });

    const statuses = [];
    for (let n = 0; n < 3; n += 1) statuses.push((await app.context('pair', '?id=1')).status);
    expect(statuses).toEqual([200, 200, 429]);
    await app.close();
  });
});

describe.each(adapters)('ValidationPipe, global and strict, on %s', (adapter) => {
  let app: StartedApp;
  beforeAll(async () => {
    const pipe = new ValidationPipe({ transform: true, whitelist: true, forbidNonWhitelisted: true });
    app = await startApp(
      { providers: [Functions] },
      { adapter, configure: (started) => void started.useGlobalPipes(pipe) },
    );
  });
  afterAll(() => app.close());

  it('leaves the input to Mizan: unknown arguments are ignored, wrong ones named by path', async () => {
    expect(await (await app.call('change', { id: 1, extra: 2 })).json()).toMatchObject({
      result: { id: 1, text: 'a Note' },
    });
    const response = await app.call('change', { id: 'x' });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({
      code: 'VALIDATION_ERROR',
      details: { fields: { id: [expect.any(String)] } },
    });
  });

  it('leaves identities and arguments alone', async () => {
    expect(await (await app.context('pair', '?id=1')).json()).toEqual({
      first: { id: 1 },
      second: { id: 1 },
    });
    expect(await (await app.call('nobody')).json()).toEqual({ result: { result: 'null' } });
  });
});
