import {
  type ArgumentMetadata,
  type ArgumentsHost,
  type CallHandler,
  type CanActivate,
  Catch,
  ConflictException,
  createParamDecorator,
  type ExceptionFilter,
  type ExecutionContext,
  ForbiddenException,
  type INestApplication,
  Injectable,
  type NestInterceptor,
  NotFoundException,
  type PipeTransform,
  type Provider,
  Scope,
  type Type,
  UseFilters,
  UseGuards,
  UseInterceptors,
  UsePipes,
} from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { IsBoolean, IsOptional } from 'class-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSocket, type TestSocket } from '../../test-support/open-socket.js';
import { type AdapterName, adapters, type StartedApp, startApp } from '../../test-support/start-app.js';
import { defineContext, MizanClient } from '../index.js';

type Kind = 'guard' | 'interceptor' | 'pipe' | 'filter' | 'parameter';
type Level = 'method' | 'class' | 'useGlobal' | 'APP_';
type ScopeName = 'singleton' | 'request-scoped' | 'transient';

interface Cell {
  readonly kind: Kind;
  readonly level: Level;
  readonly scope: ScopeName;
  readonly host: ScopeName;
  readonly adapter: AdapterName;
  readonly transport: 'http' | 'ws';
}

/** What an enhancer saw when it ran. */
interface Sighting {
  /** `Class.method`; of a pipe, which is not told, the type of its parameter. */
  readonly at: string;
  /** The type of its context; a pipe is not told. */
  readonly type: string;
  /** Whether Nest constructed it: a hollow instance has no dependencies. */
  readonly injected: boolean;
}

const kinds: readonly Kind[] = ['guard', 'interceptor', 'pipe', 'filter', 'parameter'];
const levels: readonly Level[] = ['method', 'class', 'useGlobal', 'APP_'];
const scopes: readonly ScopeName[] = ['singleton', 'request-scoped', 'transient'];
const scopeOf = {
  singleton: Scope.DEFAULT,
  'request-scoped': Scope.REQUEST,
  transient: Scope.TRANSIENT,
} as const;
const tokens = {
  guard: APP_GUARD,
  interceptor: APP_INTERCEPTOR,
  pipe: APP_PIPE,
  filter: APP_FILTER,
} as const;
const Pair = defineContext('pair');

class Ask {
  @IsOptional() @IsBoolean() fail?: boolean;
  @IsOptional() @IsBoolean() refuse?: boolean;
}
class Done {
  @IsBoolean() ok!: boolean;
}

/** Why a cell means nothing in Nest itself. */
function whyMeaningless({
  kind,
  level,
  scope,
}: Omit<Cell, 'adapter' | 'host' | 'transport'>): string | undefined {
  if (kind === 'parameter' && level !== 'method') return 'a parameter decorator stands at a parameter';
  if (kind === 'parameter' && scope !== 'singleton')
    return 'a parameter decorator is a function, which has no scope';
  if (level === 'useGlobal' && scope !== 'singleton')
    return 'useGlobal* takes an instance, which has no scope';
  return undefined;
}

@Injectable()
class Service {}

function isRefused(host: ArgumentsHost): boolean {
  return host.switchToHttp().getRequest<{ headers: Record<string, string> }>().headers['x-refuse'] === 'yes';
}

const siteOf = (context: ExecutionContext) => `${context.getClass().name}.${context.getHandler().name}`;

/** The enhancers of one app, all of which write to one list. */
function makeProbe(kind: Exclude<Kind, 'parameter'>, scope: Scope, seen: Sighting[]): Type<object> {
  const note = (at: string, type: string, service: unknown) =>
    seen.push({ at, type, injected: service instanceof Service });

  @Injectable({ scope })
  class Guard implements CanActivate {
    constructor(readonly service: Service) {}
    canActivate(context: ExecutionContext): boolean {
      note(siteOf(context), context.getType(), this.service);
      return !isRefused(context);
    }
  }
  @Injectable({ scope })
  class Interceptor implements NestInterceptor {
    constructor(readonly service: Service) {}
    intercept(context: ExecutionContext, next: CallHandler) {
      note(siteOf(context), context.getType(), this.service);
      if (isRefused(context)) throw new ForbiddenException();
      return next.handle();
    }
  }
  @Injectable({ scope })
  class Pipe implements PipeTransform {
    constructor(readonly service: Service) {}
    transform(value: Ask, { metatype }: ArgumentMetadata): Ask {
      note(metatype?.name ?? '', '', this.service);
      if (value.refuse === true) throw new ForbiddenException();
      return value;
    }
  }
  @Catch(NotFoundException)
  @Injectable({ scope })
  class Filter implements ExceptionFilter {
    constructor(readonly service: Service) {}
    catch(error: NotFoundException, host: ArgumentsHost): never {
      note(error.message, host.getType(), this.service);
      if (isRefused(host)) throw new ForbiddenException();
      throw new ConflictException();
    }
  }
  return { guard: Guard, interceptor: Interceptor, pipe: Pipe, filter: Filter }[kind];
}

function bind(kind: Exclude<Kind, 'parameter'>, probe: Type<object>): ClassDecorator & MethodDecorator {
  const decorators = { guard: UseGuards, interceptor: UseInterceptors, pipe: UsePipes, filter: UseFilters };
  return decorators[kind](probe);
}

function bindGlobally(app: INestApplication, kind: Exclude<Kind, 'parameter'>, probe: Type<object>): void {
  const instance = new probe(new Service());
  const bindings: Record<typeof kind, (one: never) => unknown> = {
    guard: (one) => app.useGlobalGuards(one),
    interceptor: (one) => app.useGlobalInterceptors(one),
    pipe: (one) => app.useGlobalPipes(one),
    filter: (one) => app.useGlobalFilters(one),
  };
  // Each probe is made for its own kind.
  bindings[kind](instance as never);
}

const leaveAlone: ClassDecorator & MethodDecorator = () => undefined;

interface Recording {
  readonly seen: Sighting[];
  readonly ran: string[];
}

type Bind = (level: Level) => ClassDecorator & MethodDecorator;

function run({ ran }: Recording, name: string, { fail }: Ask, service: unknown): Done {
  ran.push(name);
  if (fail === true) throw new NotFoundException(name);
  return { ok: service instanceof Service };
}

/** The functions of a cell, with the enhancer where the cell has it. */
function makeFunctions(at: Bind, scope: Scope, recording: Recording): Type<object> {
  @at('class')
  @Injectable({ scope })
  class Functions {
    constructor(readonly service: Service) {}
    @at('method')
    @MizanClient({ context: Pair, websocket: true, output: Done })
    first(input: Ask): Done {
      return run(recording, 'first', input, this.service);
    }
    @at('method')
    @MizanClient({ context: Pair, websocket: true, output: Done })
    second(input: Ask): Done {
      return run(recording, 'second', input, this.service);
    }
    @at('method')
    @MizanClient({ affects: Pair, websocket: true, output: Done })
    change(input: Ask): Done {
      return run(recording, 'change', input, this.service);
    }
  }
  return Functions;
}

/** The same with a custom parameter decorator. */
function makeWatchedFunctions(scope: Scope, recording: Recording): Type<object> {
  const Watched = createParamDecorator((_data: unknown, context: ExecutionContext) => {
    recording.seen.push({ at: siteOf(context), type: context.getType(), injected: true });
    if (isRefused(context)) throw new ForbiddenException();
  });
  @Injectable({ scope })
  class Functions {
    constructor(readonly service: Service) {}
    @MizanClient({ context: Pair, websocket: true, output: Done })
    first(@Watched() _watched: unknown, input: Ask): Done {
      return run(recording, 'first', input, this.service);
    }
    @MizanClient({ context: Pair, websocket: true, output: Done })
    second(@Watched() _watched: unknown, input: Ask): Done {
      return run(recording, 'second', input, this.service);
    }
    @MizanClient({ affects: Pair, websocket: true, output: Done })
    change(input: Ask, @Watched() _watched: unknown): Done {
      return run(recording, 'change', input, this.service);
    }
  }
  return Functions;
}

interface StartedCell extends StartedApp, Recording {}

async function startCell({ kind, level, scope, host, adapter }: Cell): Promise<StartedCell> {
  const recording: Recording = { seen: [], ran: [] };
  if (kind === 'parameter') {
    const providers = [makeWatchedFunctions(scopeOf[host], recording), Service];
    return { ...(await startApp({ providers }, { adapter })), ...recording };
  }
  const probe = makeProbe(kind, scopeOf[scope], recording.seen);
  const functions = makeFunctions(
    (at) => (at === level ? bind(kind, probe) : leaveAlone),
    scopeOf[host],
    recording,
  );
  const providers: Provider[] = [functions, Service];
  if (level === 'APP_') providers.push({ provide: tokens[kind], useClass: probe, scope: scopeOf[scope] });
  const configure = (app: INestApplication) => {
    if (level === 'useGlobal') bindGlobally(app, kind, probe);
  };
  return { ...(await startApp({ providers }, { adapter, configure })), ...recording };
}

/** What a call or a read came to, over either transport. */
type Answer = { readonly data: unknown } | { readonly code: unknown };

/** The one way in that a cell is about. A caller that asks for it is refused by the enhancer. */
interface Door {
  call(args: object, refused?: 'refused'): Promise<Answer>;
  read(params: Readonly<Record<string, boolean>>, refused?: 'refused'): Promise<Answer>;
  close(): Promise<void>;
}

const refusal = { 'x-refuse': 'yes' };

const refuse = (asked?: 'refused') => (asked === undefined ? {} : refusal);

async function settleHttp(response: Response): Promise<Answer> {
  const body: { code?: unknown; invalidate?: unknown } = await response.json();
  // What a body says that it makes stale, the header says too, and nothing else.
  expect(response.headers.has('X-Mizan-Invalidate')).toBe(body.invalidate !== undefined);
  return response.ok ? { data: body } : { code: body.code };
}

function openHttp(app: StartedApp): Door {
  return {
    call: async (args, asked) => settleHttp(await app.call('change', args, refuse(asked))),
    read: async (params, asked) => {
      const query = new URLSearchParams(Object.entries(params).map(([name, value]) => [name, String(value)]));
      return settleHttp(await app.context('pair', `?${query}`, refuse(asked)));
    },
    close: () => app.close(),
  };
}

async function settleWs(socket: TestSocket, frame: object): Promise<Answer> {
  const reply: { id?: unknown; ok?: unknown; data?: unknown; error?: { code: unknown } } = Object(
    await socket.ask({ id: 7, ...frame }),
  );
  expect(reply.id).toBe(7);
  return reply.ok === true ? { data: reply.data } : { code: reply.error?.code };
}

async function openWs(app: StartedApp): Promise<Door> {
  const open = (asked?: 'refused') => openSocket(`${app.origin}/ws`, refuse(asked));
  // The headers of a frame are those that opened its socket.
  const [plain, refused] = await Promise.all([open(), open('refused')]);
  return {
    call: (args, asked) => settleWs(asked ? refused : plain, { action: 'rpc', fn: 'change', args }),
    read: (params, asked) => settleWs(asked ? refused : plain, { action: 'ctx', context: 'pair', params }),
    close: () => app.close(),
  };
}

const cells = kinds.flatMap((kind) =>
  levels.flatMap((level) =>
    scopes.map((scope) => ({ kind, level, scope, why: whyMeaningless({ kind, level, scope }) })),
  ),
);
const meaningful = cells.filter(({ why }) => why === undefined);
const meaningless = cells.filter(({ why }) => why !== undefined);

describe('enhancers run around functions as around routes', () => {
  it('in every cell but those that mean nothing in Nest, which are told', () => {
    const lines = meaningless.map(({ kind, level, scope, why }) => `  ${kind} × ${level} × ${scope}: ${why}`);
    process.stdout.write(`Cells that Nest does not have:\n${lines.join('\n')}\n`);
    expect(meaningful.length + meaningless.length).toBe(60);
    expect(meaningful.length).toBe(41);
  });

  const transports = ['http', 'ws'] as const;
  const all = adapters.flatMap((adapter) =>
    transports.flatMap((transport) =>
      scopes.flatMap((host) => meaningful.map((cell) => ({ ...cell, host, adapter, transport }))),
    ),
  );
  describe.each(all)('$kind × $level × $scope, $host class, $adapter, $transport', (cell) => {
    const { kind, transport } = cell;
    let app: StartedCell;
    let door: Door;
    beforeAll(async () => {
      app = await startCell(cell);
      door = transport === 'http' ? openHttp(app) : await openWs(app);
    });
    afterAll(() => door.close());

    /** What the enhancers saw of these functions, in the order of their names. */
    const sightings = (...names: readonly string[]): Sighting[] =>
      names.map((name) =>
        kind === 'pipe'
          ? { at: 'Ask', type: '', injected: true }
          : { at: `Functions.${name}`, type: transport, injected: true },
      );
    const takeSeen = () => app.seen.splice(0).toSorted((a, b) => a.at.localeCompare(b.at));
    const takeRan = () => app.ran.splice(0).toSorted();

    if (kind === 'filter') {
      it('call: maps the error once, and nothing is invalidated', async () => {
        expect(await door.call({ fail: true })).toEqual({ code: 'CONFLICT' });
        expect(takeSeen()).toEqual([{ at: 'change', type: transport, injected: true }]);
        expect(takeRan()).toEqual(['change']);
      });
      it('bundle: is shown one error, of the first function in declared order', async () => {
        expect(await door.read({ fail: true })).toEqual({ code: 'CONFLICT' });
        expect(takeSeen()).toEqual([{ at: 'first', type: transport, injected: true }]);
        expect(takeRan()).toEqual(['first', 'second']);
      });
      it('can refuse', async () => {
        expect(await door.call({ fail: true }, 'refused')).toEqual({ code: 'FORBIDDEN' });
        expect(await door.read({ fail: true }, 'refused')).toEqual({ code: 'FORBIDDEN' });
        expect(takeSeen()).toHaveLength(2);
        takeRan();
      });
      it('is not asked when all is well', async () => {
        expect(await door.call({})).toHaveProperty('data');
        expect(await door.read({})).toHaveProperty('data');
        expect(takeSeen()).toEqual([]);
        takeRan();
      });
      return;
    }

    it('call: runs once, around the function itself', async () => {
      expect(await door.call({})).toEqual({ data: { result: { ok: true }, invalidate: ['pair'] } });
      expect(takeSeen()).toEqual(sightings('change'));
      expect(takeRan()).toEqual(['change']);
    });
    it('bundle: runs once for each function', async () => {
      expect(await door.read({})).toEqual({ data: { first: { ok: true }, second: { ok: true } } });
      expect(takeSeen()).toEqual(sightings('first', 'second'));
      expect(takeRan()).toEqual(['first', 'second']);
    });
    it('can refuse: the method does not run and nothing is invalidated', async () => {
      const args = kind === 'pipe' ? { refuse: true } : {};
      const refused = kind === 'pipe' ? undefined : 'refused';
      expect(await door.call(args, refused)).toEqual({ code: 'FORBIDDEN' });
      expect(takeSeen()).toEqual(sightings('change'));
      expect(await door.read(args, refused)).toEqual({ code: 'FORBIDDEN' });
      expect(takeSeen()).toEqual(sightings('first', 'second'));
      expect(takeRan()).toEqual([]);
    });
  });
});
