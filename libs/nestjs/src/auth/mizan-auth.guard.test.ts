import {
  type CanActivate,
  Controller,
  type ExecutionContext,
  Get,
  Global,
  Inject,
  Injectable,
  Module,
  Scope,
  UseGuards,
} from '@nestjs/common';
import { NestFactory, REQUEST } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Forbidden } from '../errors/index.js';
import { Identity, IdentityResolver, type MizanIdentity } from '../identity/index.js';
import { Auth, type AuthPolicy, type AuthRule, MizanAuthGuard } from './index.js';

type Headers = Readonly<Record<string, string>>;

interface HttpRequest {
  readonly headers: Headers;
  user?: unknown;
}

const people: Readonly<Record<string, object>> = {
  ada: { id: 1 },
  sam: { id: 2, isStaff: true },
  root: { id: 3, isStaff: true, isSuperuser: true },
  boss: { id: 4, isSuperuser: true },
  kim: { id: 5, permissions: ['ticket.close', 'ticket.reopen'] },
  lee: { id: 6, permissions: ['ticket.close', 'ticket.closed'] },
};

/** Stands for passport's guard: it finds the user, late. */
@Injectable()
class SignIn implements CanActivate {
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<HttpRequest>();
    await Promise.resolve();
    request.user = people[request.headers['x-who'] ?? ''];
    return true;
  }
}

@Injectable()
class Calendar {
  readonly open = new Set([1]);
}

@Injectable()
class CalendarPolicy implements AuthPolicy {
  constructor(private readonly calendar: Calendar) {}

  async allows(identity: MizanIdentity | null): Promise<boolean> {
    return identity !== null && this.calendar.open.has(Number(identity.id));
  }
}

@Injectable({ scope: Scope.REQUEST })
class TenantPolicy implements AuthPolicy {
  constructor(@Inject(REQUEST) private readonly request: HttpRequest) {}

  allows(_identity: MizanIdentity | null, request: object): boolean {
    return request === this.request && this.request.headers['x-tenant'] === 'north';
  }
}

class UnlistedPolicy implements AuthPolicy {
  made = 0;

  allows(): boolean {
    this.made += 1;
    return this.made === 1;
  }
}

const refusing = () => {
  throw new Forbidden('Closed at weekends');
};

@UseGuards(SignIn, MizanAuthGuard)
@Controller('plain')
class PlainController {
  @Auth(true) @Get('true') isTrue() {}
  @Auth('required') @Get('required') required() {}
  @Auth('staff') @Get('staff') staff() {}
  @Auth('superuser') @Get('superuser') superuser() {}
  @Get('forgotten') forgotten() {}
  @Auth({ permission: 'ticket.close' }) @Get('close') close() {}
  @Auth({ permission: ['ticket.close', 'ticket.reopen'] }) @Get('both') both() {}
  @Auth((who) => who?.permissions.includes('ticket.close') === true) @Get('asked') asked() {}
  @Auth((identity) => identity?.id === 1) @Get('ada') ada() {}
  @Auth(async (identity) => identity?.id === 1) @Get('ada-later') adaLater() {}
  @Auth(refusing) @Get('weekend') weekend() {}
  @Auth(async () => refusing()) @Get('weekend-later') weekendLater() {}
  @Auth((_identity, { moduleRef }) => moduleRef.get(Calendar).open.has(1)) @Get('service') service() {}
  @Auth(CalendarPolicy) @Get('policy') policy() {}
  @Auth(TenantPolicy) @Get('tenant') tenant() {}
  @Auth(UnlistedPolicy) @Get('unlisted') unlisted() {}
  // What JavaScript, or a cast, can write.
  @Auth((() => ({ id: 1 })) as unknown as AuthRule) @Get('truthy') truthy() {}
  @Auth((() => undefined) as unknown as AuthRule) @Get('nothing') nothing() {}
  @Auth('stuff' as AuthRule) @Get('unknown-word') unknownWord() {}
  @Auth({ permission: [] }) @Get('no-permission') noPermission() {}
  @Auth(Calendar as unknown as AuthRule) @Get('no-policy') noPolicy() {}

  @Auth((identity) => identity === null || identity.id === 1)
  @Get('who')
  who(@Identity() identity: MizanIdentity | null) {
    return { identity };
  }
}

@UseGuards(SignIn, MizanAuthGuard)
@Auth('staff')
class StaffRoutes {
  @Get('inherited') inherited() {}
}

@Controller('staff')
class StaffController extends StaffRoutes {
  @Get('own') own() {}
  @Auth(true) @Get('wider') wider() {}
}

@Controller('open')
class OpenController {
  @UseGuards(SignIn)
  @Get('who')
  who(@Identity() identity: MizanIdentity | null) {
    return { identity };
  }
}

@Module({
  controllers: [PlainController, StaffController, OpenController],
  providers: [Calendar, CalendarPolicy, TenantPolicy],
})
class DeskModule {}

@Global()
@Module({
  providers: [{ provide: IdentityResolver, useValue: new IdentityResolver() }],
  exports: [IdentityResolver],
})
class IdentityModule {}

@Module({ imports: [IdentityModule, DeskModule] })
class AppModule {}

describe.each([
  ['Express', () => new ExpressAdapter()],
  ['Fastify', () => new FastifyAdapter()],
])('MizanAuthGuard on plain controllers on %s', (_platform, makeAdapter) => {
  let baseUrl: string;
  let close: () => Promise<void>;

  beforeAll(async () => {
    const app = await NestFactory.create(AppModule, makeAdapter(), { logger: false });
    await app.listen(0, '127.0.0.1');
    baseUrl = await app.getUrl();
    close = () => app.close();
  });

  afterAll(() => close());

  const get = (path: string, who?: string, headers: Headers = {}) =>
    fetch(baseUrl + path, { headers: { ...headers, ...(who === undefined ? {} : { 'x-who': who }) } });

  it.each([
    ['true', undefined, 401],
    ['true', 'ada', 200],
    ['required', undefined, 401],
    ['required', 'ada', 200],
    ['staff', undefined, 401],
    ['staff', 'ada', 403],
    ['staff', 'sam', 200],
    ['staff', 'root', 200],
    ['staff', 'boss', 403],
    ['superuser', undefined, 401],
    ['superuser', 'sam', 403],
    ['superuser', 'boss', 200],
    ['close', undefined, 401],
    ['close', 'ada', 403],
    ['close', 'boss', 403],
    ['close', 'lee', 200],
    ['both', undefined, 401],
    ['both', 'lee', 403],
    ['both', 'kim', 200],
    ['asked', 'ada', 403],
    ['asked', 'kim', 200],
    ['forgotten', undefined, 401],
    ['forgotten', 'ada', 200],
    ['ada', undefined, 403],
    ['ada', 'ada', 200],
    ['ada', 'sam', 403],
    ['ada-later', 'ada', 200],
    ['ada-later', 'root', 403],
    ['service', undefined, 200],
    ['policy', 'ada', 200],
    ['policy', 'sam', 403],
    ['policy', undefined, 403],
    ['truthy', 'ada', 403],
    ['nothing', 'ada', 403],
    ['unknown-word', 'root', 500],
    ['no-policy', 'root', 500],
    ['no-permission', 'root', 500],
  ])('%s as %s answers %i', async (path, who, status) => {
    const response = await get(`/plain/${path}`, who);
    expect(response.status).toBe(status);
    if (status !== 401 && status !== 403) return;
    expect(await response.json()).toEqual({
      error: true,
      code: status === 401 ? 'UNAUTHORIZED' : 'FORBIDDEN',
      message: expect.any(String),
    });
  });

  it.each(['weekend', 'weekend-later'])('%s refuses with the message of the predicate', async (path) => {
    const response = await get(`/plain/${path}`, 'root');
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ code: 'FORBIDDEN', message: 'Closed at weekends' });
  });

  it('makes a request-scoped predicate for each request, which sees that request', async () => {
    expect((await get('/plain/tenant', 'ada', { 'x-tenant': 'north' })).status).toBe(200);
    expect((await get('/plain/tenant', 'ada', { 'x-tenant': 'south' })).status).toBe(403);
  });

  it('makes a predicate that nobody lists once', async () => {
    expect((await get('/plain/unlisted')).status).toBe(200);
    expect((await get('/plain/unlisted')).status).toBe(403);
  });

  it.each([
    ['inherited', 'ada', 403],
    ['inherited', 'sam', 200],
    ['own', undefined, 401],
    ['own', 'ada', 403],
    ['own', 'sam', 200],
    ['wider', 'ada', 200],
    ['wider', undefined, 401],
  ])('takes the rule of the class for %s as %s, unless the method has one', async (path, who, status) => {
    expect((await get(`/staff/${path}`, who)).status).toBe(status);
  });

  it.each(['plain', 'open'])('hands the identity to @Identity() of a %s controller', async (controller) => {
    const ada = { id: 1, isStaff: false, isSuperuser: false, permissions: [] };
    expect(await (await get(`/${controller}/who`, 'ada')).json()).toEqual({ identity: ada });
    expect(await (await get(`/${controller}/who`)).json()).toEqual({ identity: null });
  });
});

describe('@Identity() beside a global pipe', () => {
  it('does not show the request to it', async () => {
    const seen: unknown[] = [];
    const app = await NestFactory.create(AppModule, { logger: false });
    app.useGlobalPipes({
      transform: (value: unknown) => {
        seen.push(value);
        return value;
      },
    });
    await app.listen(0, '127.0.0.1');
    const response = await fetch(`${await app.getUrl()}/open/who`, { headers: { 'x-who': 'ada' } });
    expect(await response.json()).toMatchObject({ identity: { id: 1 } });
    await app.close();
    expect(seen).toHaveLength(1);
    expect(Reflect.ownKeys(Object(seen[0]))).toEqual([]);
  });
});
