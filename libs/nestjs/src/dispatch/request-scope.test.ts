import {
  type CanActivate,
  Inject,
  Injectable,
  type MiddlewareConsumer,
  Module,
  type NestMiddleware,
  type NestModule,
  Scope,
  UseGuards,
} from '@nestjs/common';
import { ContextIdFactory, type ContextIdStrategy, REQUEST } from '@nestjs/core';
import { IsInt, IsString } from 'class-validator';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { adapters, type StartedApp, startApp } from '../../test-support/start-app.js';
import { Arg, type AuthPolicy, defineContext, MizanClient } from '../index.js';

const Pair = defineContext('pair');

class Seen {
  @IsString() url!: string;
  @IsInt() loader!: number;
  @IsInt() host!: number;
}

interface AnyRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

let made = { loader: 0, host: 0, transient: 0, middleware: 0 };

@Injectable({ scope: Scope.REQUEST })
class Loader {
  readonly number = ++made.loader;
  constructor(@Inject(REQUEST) readonly request: AnyRequest) {}
}

@Injectable()
class Plain {
  readonly word = 'plain';
}

/** Request-scoped by what it depends on. */
@Injectable()
class ScopedFunctions {
  readonly number = ++made.host;
  constructor(readonly loader: Loader) {}

  @MizanClient({ context: Pair, output: Seen })
  first(): Seen {
    return this.see();
  }
  @MizanClient({ context: Pair, output: Seen })
  second(): Seen {
    return this.see();
  }
  @MizanClient({ affects: Pair, output: Seen })
  change(@Arg('id', 'integer') _id: number): Seen {
    return this.see();
  }
  private see(): Seen {
    return { url: this.loader.request.url, loader: this.loader.number, host: this.number };
  }
}

@Injectable({ scope: Scope.REQUEST })
class OtherFunctions {
  constructor(
    readonly loader: Loader,
    @Inject(REQUEST) readonly request: AnyRequest,
  ) {}
  @MizanClient({ context: Pair, output: Seen })
  third(): Seen {
    return { url: this.request.url, loader: this.loader.number, host: 0 };
  }
}

@Injectable({ scope: Scope.TRANSIENT })
class TransientFunctions {
  readonly number = ++made.transient;
  constructor(readonly plain: Plain) {}
  @MizanClient({ context: 'passing', output: Seen })
  passing(): Seen {
    return { url: this.plain.word, loader: 0, host: this.number };
  }
  @MizanClient({ context: 'passing', output: Seen })
  passingToo(): Seen {
    return { url: this.plain.word, loader: 0, host: this.number };
  }
}

/** Provided by another token. */
@Injectable({ scope: Scope.REQUEST })
class HiddenFunctions {
  constructor(readonly loader: Loader) {}
  @MizanClient({ output: Seen })
  hiddenAway(): Seen {
    return { url: this.loader.request.url, loader: this.loader.number, host: 0 };
  }
}

@Injectable({ scope: Scope.REQUEST })
class Failing {
  constructor(@Inject(REQUEST) request: AnyRequest) {
    if (request.headers['x-fail'] === 'yes') throw new Error('secret internals');
  }
}

@Injectable()
class FailingFunctions {
  constructor(readonly failing: Failing) {}
  @MizanClient({ affects: Pair, output: 'boolean' })
  failing_(): boolean {
    return true;
  }
}

@Injectable({ scope: Scope.REQUEST })
class ScopedMiddleware implements NestMiddleware {
  readonly number = ++made.middleware;
  constructor(readonly loader: Loader) {}
  use(_request: unknown, _response: unknown, next: () => void): void {
    next();
  }
}

@Injectable({ scope: Scope.REQUEST })
class LoaderPolicy implements AuthPolicy {
  constructor(readonly loader: Loader) {}
  allows(_identity: unknown, request: object): boolean {
    return this.loader.request === request;
  }
}

@Injectable()
class JudgedFunctions {
  constructor(readonly loader: Loader) {}
  @MizanClient({ context: 'judged', auth: LoaderPolicy, output: 'integer' })
  judged(): number {
    return this.loader.number;
  }
  @MizanClient({ context: 'judged', auth: LoaderPolicy, output: 'integer' })
  judgedToo(): number {
    return this.loader.number;
  }
}

@Module({ providers: [Loader], exports: [Loader] })
class WithMiddleware implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(ScopedMiddleware).forRoutes('*path');
  }
}

describe.each(adapters)('functions of request-scoped and transient classes on %s', (adapter) => {
  let app: StartedApp;
  beforeAll(async () => {
    app = await startApp(
      {
        providers: [
          Loader,
          Plain,
          Failing,
          ScopedFunctions,
          OtherFunctions,
          TransientFunctions,
          FailingFunctions,
          JudgedFunctions,
          LoaderPolicy,
          { provide: 'HIDDEN', useClass: HiddenFunctions },
        ],
      },
      { adapter },
    );
  });
  afterAll(() => app.close());
  beforeEach(() => {
    made = { loader: 0, host: 0, transient: 0, middleware: 0 };
  });

  it('are made for the request, which they can inject', async () => {
    expect(await (await app.call('change', { id: 1 })).json()).toEqual({
      result: { url: '/api/mizan/call/', loader: 1, host: 1 },
      invalidate: ['pair'],
    });
    expect(await (await app.call('change', { id: 1 })).json()).toMatchObject({
      result: { loader: 2, host: 2 },
    });
  });

  it('share everything that is made for one request, also across classes', async () => {
    const url = '/api/mizan/ctx/pair/';
    expect(await (await app.context('pair')).json()).toEqual({
      first: { url, loader: 1, host: 1 },
      second: { url, loader: 1, host: 1 },
      third: { url, loader: 1, host: 0 },
    });
    expect(made).toMatchObject({ loader: 1, host: 1 });
  });

  it('share it with the predicates of their auth rules', async () => {
    expect(await (await app.call('judged')).json()).toEqual({ result: { result: 1 } });
    expect(await (await app.context('judged')).json()).toEqual({
      judged: { result: 2 },
      judged_too: { result: 2 },
    });
    expect(made.loader).toBe(2);
  });

  it('are made at once for requests that cross', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, async () => (await app.call('change', { id: 1 })).json()),
    );
    const loaders = answers.map((answer) => (answer as { result: Seen }).result.loader);
    expect(new Set(loaders).size).toBe(20);
  });

  it('are whole when they are transient, one for each request', async () => {
    const first = {
      passing: { url: 'plain', loader: 0, host: 1 },
      passing_too: { url: 'plain', loader: 0, host: 1 },
    };
    expect(await (await app.context('passing')).json()).toEqual(first);
    expect(await (await app.context('passing')).json()).toMatchObject({ passing: { host: 2 } });
  });

  it('are found by whatever token provides them', async () => {
    expect(await (await app.call('hidden_away')).json()).toMatchObject({ result: { loader: 1 } });
  });

  it('fail like a function when their class cannot be made', async () => {
    expect((await app.call('failing_')).status).toBe(200);
    const response = await app.call('failing_', {}, { 'x-fail': 'yes' });
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ code: 'INTERNAL_ERROR' });
    expect(
      app.logged.filter(({ level, text }) => level === 'error' && text.includes('secret internals')),
    ).toHaveLength(1);
  });
});

describe.each(adapters)('beside request-scoped middleware on %s', (adapter) => {
  it('a provider is made once for middleware and functions', async () => {
    made = { loader: 0, host: 0, transient: 0, middleware: 0 };
    const app = await startApp({ imports: [WithMiddleware], providers: [ScopedFunctions] }, { adapter });
    const response = await app.context('pair');
    expect(response.status).toBe(200);
    expect(made).toMatchObject({ middleware: 1, loader: 1 });
    await app.close();
  });
});

class TenantStrategy implements ContextIdStrategy<AnyRequest> {
  readonly #tenants = new Map<string, ReturnType<typeof ContextIdFactory.create>>();
  attach(contextId: ReturnType<typeof ContextIdFactory.create>, request: AnyRequest) {
    const tenant = request.headers['x-tenant'] ?? 'none';
    const known = this.#tenants.get(tenant) ?? ContextIdFactory.create();
    this.#tenants.set(tenant, known);
    return {
      payload: { tenant },
      resolve: (info: { readonly isTreeDurable: boolean }) => (info.isTreeDurable ? known : contextId),
    };
  }
}

@Injectable({ scope: Scope.REQUEST, durable: true })
class Tenant {
  readonly number = ++made.loader;
  constructor(@Inject(REQUEST) readonly payload: { readonly tenant?: string }) {}
}

@Injectable()
class TenantGuard implements CanActivate {
  constructor(readonly tenant: Tenant) {}
  canActivate(): boolean {
    return this.tenant.payload.tenant !== 'banned';
  }
}

@Injectable()
class TenantFunctions {
  constructor(readonly tenant: Tenant) {}
  @UseGuards(TenantGuard)
  @MizanClient({ output: 'string' })
  tenantName(): string {
    return `${this.tenant.payload.tenant ?? '?'} ${this.tenant.number}`;
  }
}

/** A durable class and one of the request, in one bundle and in either order. */
@Injectable()
class TenantMembers {
  constructor(readonly tenant: Tenant) {}
  @MizanClient({ context: 'mixed', output: 'string' })
  tenantFirst(): string {
    return this.tenant.payload.tenant ?? '?';
  }
}

@Injectable({ scope: Scope.REQUEST })
class RequestMembers {
  constructor(@Inject(REQUEST) readonly request: AnyRequest) {}
  @MizanClient({ context: 'mixed', output: 'string' })
  requestSecond(): string {
    return this.request.url;
  }
}

@Injectable()
class LastTenantMembers {
  constructor(readonly tenant: Tenant) {}
  @MizanClient({ context: 'mixed', output: 'string' })
  tenantLast(): string {
    return this.tenant.payload.tenant ?? '?';
  }
}

describe.each(adapters)('durable providers on %s', (adapter) => {
  afterAll(() => {
    // There is no public way to take a strategy back.
    Reflect.deleteProperty(ContextIdFactory, 'strategy');
  });

  it('live as long as their tenant, and are given its payload', async () => {
    made = { loader: 0, host: 0, transient: 0, middleware: 0 };
    ContextIdFactory.apply(new TenantStrategy());
    const app = await startApp({ providers: [Tenant, TenantFunctions] }, { adapter });
    const nameFor = async (tenant: string) =>
      (await app.call('tenant_name', {}, { 'x-tenant': tenant })).json();
    expect(await nameFor('acme')).toEqual({ result: { result: 'acme 1' } });
    expect(await nameFor('acme')).toEqual({ result: { result: 'acme 1' } });
    expect(await nameFor('other')).toEqual({ result: { result: 'other 2' } });
    expect(await nameFor('banned')).toMatchObject({ code: 'FORBIDDEN' });
    await app.close();
  });

  it('leave the request to the other classes of a bundle', async () => {
    ContextIdFactory.apply(new TenantStrategy());
    const members = [TenantMembers, RequestMembers, LastTenantMembers];
    for (const providers of [members, members.toReversed()]) {
      const app = await startApp({ providers: [Tenant, ...providers] }, { adapter });
      const response = await app.context('mixed', '', { 'x-tenant': 'acme' });
      expect(await response.json()).toEqual({
        request_second: { result: '/api/mizan/ctx/mixed/' },
        tenant_first: { result: 'acme' },
        tenant_last: { result: 'acme' },
      });
      await app.close();
    }
  });
});
