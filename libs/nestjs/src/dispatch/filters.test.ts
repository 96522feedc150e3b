import fastifyCompress from '@fastify/compress';
import {
  type ArgumentsHost,
  type CallHandler,
  Catch,
  ConflictException,
  type ExceptionFilter,
  type ExecutionContext,
  type INestApplication,
  Injectable,
  type NestInterceptor,
  NotFoundException,
  UnauthorizedException,
  UseFilters,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { BaseExceptionFilter, HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import compression from 'compression';
import { IsBoolean, IsInt } from 'class-validator';
import session from 'express-session';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdapterName, adapters, type StartedApp, startApp } from '../../test-support/start-app.js';
import { defineContext, MizanClient } from '../index.js';

const Pair = defineContext('pair');

class Done {
  @IsBoolean() ok!: boolean;
}
class Count {
  @IsInt() n!: number;
}

interface AnyResponse {
  status(code: number): { send(body: unknown): unknown };
}

const answer = (host: ArgumentsHost, body: unknown = { mine: 'x'.repeat(3000) }): void => {
  host.switchToHttp().getResponse<AnyResponse>().status(418).send(body);
};
const soon = () => new Promise<void>((resolve) => setImmediate(resolve));

/** What a filter does with an error, and what the caller then gets. */
const behaviours = {
  answers: { status: 418, run: (_error: unknown, host: ArgumentsHost) => answer(host) },
  'answers later': {
    status: 418,
    run: async (_error: unknown, host: ArgumentsHost) => {
      await soon();
      answer(host);
    },
  },
  'answers and throws': {
    status: 418,
    run: (_error: unknown, host: ArgumentsHost) => {
      answer(host);
      throw new ConflictException();
    },
  },
  'answers and returns': {
    status: 418,
    run: (_error: unknown, host: ArgumentsHost) => {
      answer(host);
      return { ok: true };
    },
  },
  'returns a value': { status: 404, run: () => ({ ok: true }) },
  'returns a value later': { status: 404, run: async () => ({ ok: true }) },
  'returns null': { status: 404, run: () => null },
  'returns false': { status: 404, run: () => false },
  'returns an error': { status: 409, run: () => new ConflictException() },
  'returns an error later': { status: 409, run: async () => new ConflictException() },
  'returns nothing': { status: 404, run: () => undefined },
  'returns nothing later': { status: 404, run: async () => undefined },
  'throws another error': {
    status: 409,
    run: () => {
      throw new ConflictException();
    },
  },
  'throws another error later': {
    status: 409,
    run: async () => {
      await soon();
      throw new ConflictException();
    },
  },
  'throws it on': {
    status: 404,
    run: (error: unknown) => {
      throw error;
    },
  },
  'throws something that is no error': {
    status: 500,
    run: () => {
      throw 'a text' as unknown;
    },
  },
} as const;

type Behaviour = keyof typeof behaviours;

type Surroundings = 'nothing' | 'compression' | 'something that writes later';

/** As express-session does it, which saves the session before the response ends. */
function endLater(
  _request: unknown,
  response: { end(...args: readonly unknown[]): unknown },
  next: () => void,
): void {
  const end = response.end.bind(response);
  response.end = (...args) => setImmediate(() => end(...args));
  next();
}

async function surround(app: INestApplication, adapter: AdapterName, around: Surroundings): Promise<void> {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  if (around === 'compression') {
    if (adapter === 'express') app.use(compression({ threshold: 1 }));
    else await fastify.register(fastifyCompress, { threshold: 1 });
  }
  if (around === 'something that writes later') {
    if (adapter === 'express') app.use(endLater);
    else fastify.addHook('onSend', soon);
  }
}

async function startFailing(
  behaviour: Behaviour,
  adapter: AdapterName,
  around: Surroundings,
): Promise<StartedApp> {
  @Catch()
  class Filter implements ExceptionFilter {
    catch(error: unknown, host: ArgumentsHost): unknown {
      return behaviours[behaviour].run(error, host);
    }
  }
  @UseFilters(Filter)
  @Injectable()
  class Functions {
    @MizanClient({ affects: Pair, output: Done }) change(): Done {
      throw new NotFoundException();
    }
    @MizanClient({ context: Pair, output: Done }) first() {
      return { ok: true };
    }
    @MizanClient({ context: Pair, output: Done }) second(): Done {
      throw new NotFoundException();
    }
  }
  const configure = (app: INestApplication) => surround(app, adapter, around);
  return startApp({ providers: [Functions] }, { adapter, configure });
}

const names = Object.keys(behaviours) as Behaviour[];

describe.each(adapters)('a filter around a function on %s', (adapter) => {
  describe.each<Surroundings>(['nothing', 'compression', 'something that writes later'])(
    'with %s around',
    (around) => {
      it.each(names)('that %s never makes a success of a failure', async (behaviour) => {
        const app = await startFailing(behaviour, adapter, around);
        const { status } = behaviours[behaviour];
        for (const response of [await app.call('change'), await app.context('pair')]) {
          const text = await response.text();
          expect({ status: response.status, text }).toMatchObject({ status });
          expect(response.headers.get('X-Mizan-Invalidate')).toBeNull();
          expect(response.headers.get('Cache-Control')).toBe('no-store');
          expect(JSON.parse(text)).toMatchObject(
            status === 418 ? { mine: 'x'.repeat(3000) } : { error: true },
          );
          expect(text).not.toContain('invalidate');
          if (around === 'compression') expect(response.headers.get('Content-Encoding')).not.toBeNull();
        }
        await app.close();
      });
    },
  );
});

describe.each(adapters)('errors on their way to filters on %s', (adapter) => {
  const shown: unknown[] = [];
  let app: StartedApp;

  @Catch()
  class Shows implements ExceptionFilter {
    catch(error: unknown): never {
      shown.push(error instanceof Error ? error.name : error);
      throw error;
    }
  }
  @Catch(NotFoundException)
  class Specific implements ExceptionFilter {
    catch(): never {
      throw new ConflictException('specific');
    }
  }
  class Refuses {
    canActivate(): never {
      throw new UnauthorizedException();
    }
  }
  @Injectable()
  class Spoils implements NestInterceptor {
    intercept(_context: ExecutionContext, next: CallHandler) {
      return next.handle();
    }
  }

  @Injectable()
  class Functions {
    @UseFilters(Specific)
    @MizanClient({ output: Done })
    specific(): Done {
      throw new NotFoundException();
    }
    @UseGuards(Refuses)
    @MizanClient({ output: Done })
    guarded(): Done {
      return { ok: true };
    }
    @MizanClient({ output: Done, auth: true })
    member(): Done {
      return { ok: true };
    }
    @MizanClient({ output: Done })
    input(_input: Count): Done {
      return { ok: true };
    }
    @UseInterceptors(Spoils)
    @MizanClient({ output: 'integer' })
    output() {
      return 1.5;
    }
    @MizanClient({ output: Done })
    buggy(): Done {
      throw new TypeError('secret internals');
    }
  }

  beforeAll(async () => {
    app = await startApp(
      { providers: [Functions] },
      { adapter, configure: (started) => void started.useGlobalFilters(new Shows()) },
    );
  });
  afterAll(() => app.close());

  it('the one nearest to the function comes first, as around a route', async () => {
    const response = await app.call('specific');
    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({ message: 'specific' });
    expect(shown.splice(0)).toEqual([]);
  });

  it.each([
    ['guarded', 401, 'UnauthorizedException'],
    ['member', 401, 'Unauthorized'],
    ['input', 422, 'ValidationFailed'],
    ['output', 500, 'OutputMismatch'],
    ['buggy', 500, 'TypeError'],
  ])('%s: whatever failed is shown once', async (fn, status, name) => {
    const response = await app.call(fn, {});
    expect(response.status).toBe(status);
    expect(await response.text()).not.toContain('secret');
    expect(shown.splice(0)).toEqual([name]);
  });

  it('what is no function is shown to nobody', async () => {
    expect((await app.call('nope')).status).toBe(404);
    expect(shown.splice(0)).toEqual([]);
  });
});

describe('what is unexpected', () => {
  class Odd extends Error {}

  @Catch(NotFoundException, Odd)
  class Takes implements ExceptionFilter {
    catch(error: unknown, host: ArgumentsHost): void {
      if (error instanceof Odd) answer(host);
      else throw new TypeError('secret internals');
    }
  }
  @Injectable()
  class Functions {
    @MizanClient({ output: Done }) buggy(): Done {
      throw new TypeError('secret internals');
    }
    @MizanClient({ output: Done }) thrownByFilter(): Done {
      throw new NotFoundException();
    }
    @MizanClient({ output: Done }) odd(): Done {
      throw new Odd();
    }
  }

  it.each([
    ['buggy', [], 500],
    ['buggy', [new Takes()], 500],
    ['thrown_by_filter', [new Takes()], 500],
    ['odd', [new Takes()], 418],
  ] as const)('is logged once: %s with the filters %j', async (fn, filters, status) => {
    const app = await startApp(
      { providers: [Functions] },
      { configure: (started) => void started.useGlobalFilters(...filters) },
    );
    expect((await app.call(fn)).status).toBe(status);
    expect(app.logged.filter(({ level }) => level === 'error')).toHaveLength(1);
    await app.close();
  });
});

@Injectable()
class LikeNest {
  @MizanClient({ affects: Pair, output: Done }) change(): Done {
    throw new NotFoundException('gone');
  }
  @MizanClient({ context: Pair, output: Done }) first() {
    return { ok: true };
  }
}

@Catch()
class EndsWithoutBody implements ExceptionFilter {
  catch(_error: unknown, host: ArgumentsHost): void {
    host.switchToHttp().getResponse<{ status(code: number): { end(): unknown } }>().status(401).end();
  }
}

describe('a filter inside express-session', () => {
  it('has answered as soon as it ends the response, though the session is saved first', async () => {
    const app = await startApp(
      { providers: [LikeNest] },
      {
        configure: (started) => {
          started.use(session({ secret: 'x'.repeat(32), resave: true, saveUninitialized: true }));
          started.useGlobalFilters(new EndsWithoutBody());
        },
      },
    );
    const response = await app.call('change');
    expect([response.status, await response.text()]).toEqual([401, '']);
    expect(response.headers.get('Set-Cookie')).toMatch(/^connect\.sid=/);
    await app.close();
  });
});

describe('a filter that extends the one of Nest', () => {
  it.each(adapters)('answers in the way of Nest on %s', async (adapter) => {
    const app = await startApp(
      { providers: [LikeNest] },
      {
        adapter,
        configure: (started) =>
          void started.useGlobalFilters(new BaseExceptionFilter(started.get(HttpAdapterHost).httpAdapter)),
      },
    );
    const response = await app.call('change');
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ error: 'Not Found', message: 'gone', statusCode: 404 });
    await app.close();
  });
});
