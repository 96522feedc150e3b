import {
  type ArgumentsHost,
  BadRequestException,
  Catch,
  type ExceptionFilter,
  HttpException,
  Injectable,
  InternalServerErrorException,
  Module,
  NotFoundException,
  ServiceUnavailableException,
  UseFilters,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter, type NestExpressApplication } from '@nestjs/platform-express';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ThrottlerException } from '@nestjs/throttler';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Arg } from '../declare/arg.decorator.js';
import { MizanClient } from '../declare/mizan-client.decorator.js';
import { MizanModule } from '../mizan.module.js';
import { Conflict, MizanError, NotFound, ServiceUnavailable, ValidationFailed } from './index.js';

const failures: Readonly<Record<string, () => unknown>> = {
  own: () => new NotFound('No such order', { details: { id: 7 } }),
  fields: () => new ValidationFailed({ fields: { total: ['Must be below 100'] } }),
  custom: () => new MizanError('TICKET_LOCKED', 'Somebody edits it', { status: 409 }),
  purposeful: () => new ServiceUnavailable('Back at noon'),
  nest: () => new NotFoundException('Gone'),
  pipe: () => new BadRequestException(['a is wrong', 'b is wrong']),
  throttler: () => new ThrottlerException(),
  success: () => new HttpException('secret internals', 200),
  nest500: () => new InternalServerErrorException('secret internals'),
  nest503: () => new ServiceUnavailableException('secret internals'),
  axios: () => Object.assign(new Error('secret internals'), { status: 404, response: { status: 404 } }),
  text: () => 'secret internals',
  nothing: () => undefined,
  badDetails: () => new NotFound('x', { details: { n: 1n } }),
};

/** Sees whether own errors are what filters of Nest catch. */
@Catch(HttpException)
class Translates implements ExceptionFilter {
  catch(error: HttpException, _host: ArgumentsHost): never {
    throw new Conflict(`${error.getStatus()} ${error.message}`);
  }
}

@Injectable()
class FailingFunctions {
  @MizanClient({ output: 'boolean' })
  fail(@Arg('how') how: string): boolean {
    throw failures[how]?.();
  }

  @UseFilters(Translates)
  @MizanClient({ output: 'boolean' })
  translated(): boolean {
    throw new NotFound('No such order');
  }

  @MizanClient({ output: 'boolean' })
  lying(): boolean {
    return JSON.parse('"secret internals"');
  }
}

@Module({ imports: [MizanModule.forRoot()], providers: [FailingFunctions] })
class AppModule {}

async function openExpress() {
  const app = await NestFactory.create<NestExpressApplication>(AppModule, new ExpressAdapter(), {
    logger: false,
  });
  app.useBodyParser('json', { limit: 1000 });
  return app;
}

function openFastify() {
  const adapter = new FastifyAdapter({ bodyLimit: 1000 });
  return NestFactory.create<NestFastifyApplication>(AppModule, adapter, { logger: false });
}

const internal = { error: true, code: 'INTERNAL_ERROR', message: 'Something went wrong on the server.' };

describe.each([
  ['Express', openExpress],
  ['Fastify', openFastify],
])('errors over HTTP on %s', (_platform, create) => {
  let base: string;
  let close: () => Promise<void>;

  beforeAll(async () => {
    const app = await create();
    await app.listen(0, '127.0.0.1');
    base = `${await app.getUrl()}/api/mizan`;
    close = () => app.close();
  });

  afterAll(() => close());

  const send = async (body: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`${base}/call/`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
    const text = await response.text();
    expect(text).not.toContain('secret internals');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    return { status: response.status, body: JSON.parse(text) };
  };

  const call = (fn: string, args: object = {}) => send(JSON.stringify({ fn, args }));

  it.each([
    ['own', 404, { code: 'NOT_FOUND', message: 'No such order', details: { id: 7 } }],
    [
      'fields',
      422,
      {
        code: 'VALIDATION_ERROR',
        message: 'Some values are not valid.',
        details: { fields: { total: ['Must be below 100'] } },
      },
    ],
    ['custom', 409, { code: 'TICKET_LOCKED', message: 'Somebody edits it' }],
    ['purposeful', 503, { code: 'SERVICE_UNAVAILABLE', message: 'Back at noon' }],
    ['nest', 404, { code: 'NOT_FOUND', message: 'Gone' }],
    ['pipe', 400, { code: 'BAD_REQUEST', message: 'a is wrong; b is wrong' }],
    ['throttler', 429, { code: 'TOO_MANY_REQUESTS', message: 'ThrottlerException: Too Many Requests' }],
    ['nest503', 503, { code: 'SERVICE_UNAVAILABLE', message: 'The service is not available right now.' }],
    ['success', 500, internal],
    ['nest500', 500, internal],
    ['axios', 500, internal],
    ['text', 500, internal],
    ['nothing', 500, internal],
    ['badDetails', 500, internal],
  ])('tells of %s what it may', async (how, status, body) => {
    expect(await call('fail', { how })).toEqual({ status, body: { error: true, ...body } });
  });

  it("shows own errors to the filters of the app as Nest's", async () => {
    expect(await call('translated')).toMatchObject({ status: 409, body: { message: '404 No such order' } });
  });

  it('tells nothing of an output that is not what was declared', async () => {
    expect(await call('lying')).toEqual({ status: 500, body: internal });
  });

  it('answers a body beyond the limit of the app with PAYLOAD_TOO_LARGE', async () => {
    const { status, body } = await call('fail', { how: 'x'.repeat(2000) });
    expect([status, body.error, body.code]).toEqual([413, true, 'PAYLOAD_TOO_LARGE']);
  });

  it.each([
    ['{', {}],
    ['', {}],
    ['"text"', {}],
    ['null', {}],
    ['[]', {}],
    ['{"fn": 5}', {}],
    ['{"fn":"fail","args":{"__proto__":{"how":"own"}}}', {}],
    ['{"__proto__":{"fn":"fail"}}', {}],
  ])('answers the body %s as a mistake of the caller', async (text, headers) => {
    const { status, body } = await send(text, headers);
    expect([400, 422]).toContain(status);
    expect(body).toMatchObject({ error: true, message: expect.any(String) });
    expect(Object.keys(body)).not.toContain('stack');
  });

  it.each([
    ['an unknown encoding', { 'content-encoding': 'rot13' }],
    ['an unknown charset', { 'content-type': 'application/json; charset=klingon' }],
  ])('answers %s in the envelope', async (_title, headers) => {
    const { status, body } = await send('{"fn":"fail","args":{"how":"own"}}', headers);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(body).toMatchObject({ error: true, code: expect.any(String) });
  });
});
