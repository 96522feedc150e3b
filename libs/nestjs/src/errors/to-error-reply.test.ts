import {
  BadRequestException,
  ConflictException,
  ForbiddenException,
  GatewayTimeoutException,
  HttpException,
  ImATeapotException,
  InternalServerErrorException,
  NotFoundException,
  NotImplementedException,
  PayloadTooLargeException,
  ServiceUnavailableException,
  UnauthorizedException,
  UnprocessableEntityException,
} from '@nestjs/common';
import { ThrottlerException } from '@nestjs/throttler';
import { describe, expect, it } from 'vitest';
import {
  BadRequest,
  Conflict,
  Forbidden,
  GatewayTimeout,
  Gone,
  MethodNotAllowed,
  MizanError,
  NotFound,
  NotImplemented,
  PayloadTooLarge,
  ServiceUnavailable,
  toErrorReply,
  TooManyRequests,
  Unauthorized,
  UnsupportedMediaType,
  ValidationFailed,
} from './index.js';

const internal = {
  status: 500,
  body: { error: true, code: 'INTERNAL_ERROR', message: 'Something went wrong on the server.' },
  unexpected: true,
};

function like(properties: object, message = 'secret internals'): Error {
  return Object.assign(new Error(message), properties);
}

describe('own errors', () => {
  it.each([
    [new BadRequest('x'), 400, 'BAD_REQUEST'],
    [new MethodNotAllowed('x'), 405, 'BAD_REQUEST'],
    [new Unauthorized('x'), 401, 'UNAUTHORIZED'],
    [new Forbidden('x'), 403, 'FORBIDDEN'],
    [new NotFound('x'), 404, 'NOT_FOUND'],
    [new Conflict('x'), 409, 'CONFLICT'],
    [new Gone('x'), 410, 'GONE'],
    [new PayloadTooLarge('x'), 413, 'PAYLOAD_TOO_LARGE'],
    [new UnsupportedMediaType('x'), 415, 'UNSUPPORTED_MEDIA_TYPE'],
    [new TooManyRequests('x'), 429, 'TOO_MANY_REQUESTS'],
    [new NotImplemented('x'), 501, 'NOT_IMPLEMENTED'],
    [new ServiceUnavailable('x'), 503, 'SERVICE_UNAVAILABLE'],
    [new GatewayTimeout('x'), 504, 'GATEWAY_TIMEOUT'],
  ])('%s answers with its status, code and message', (error, status, code) => {
    expect(toErrorReply(error)).toEqual({
      status,
      body: { error: true, code, message: 'x' },
      unexpected: false,
    });
  });

  it('send their details', () => {
    const error = new NotFound('No such order', { details: { id: 7 } });
    expect(toErrorReply(error).body).toEqual({
      error: true,
      code: 'NOT_FOUND',
      message: 'No such order',
      details: { id: 7 },
    });
  });

  it('have the message of the table when none is given', () => {
    expect(toErrorReply(new NotFound()).body.message).toBe('There is nothing of this name.');
  });

  it('send fields that failed as details.fields', () => {
    const error = new ValidationFailed({
      fields: { total: ['Must be below 100'] },
      message: 'Total too high',
    });
    expect(toErrorReply(error)).toEqual({
      status: 422,
      body: {
        error: true,
        code: 'VALIDATION_ERROR',
        message: 'Total too high',
        details: { fields: { total: ['Must be below 100'] } },
      },
      unexpected: false,
    });
  });

  it('never send their cause', () => {
    const error = new NotFound('Gone', { cause: new Error('secret internals') });
    expect(JSON.stringify(toErrorReply(error))).not.toContain('secret');
  });

  it('keep message and details of INTERNAL_ERROR in the process', () => {
    const error = new MizanError('INTERNAL_ERROR', 'secret internals', { details: { secret: 1 } });
    expect(toErrorReply(error)).toEqual(internal);
  });
});

describe("Nest's exceptions", () => {
  it.each([
    [new BadRequestException('x'), 400, 'BAD_REQUEST'],
    [new UnauthorizedException('x'), 401, 'UNAUTHORIZED'],
    [new ForbiddenException('x'), 403, 'FORBIDDEN'],
    [new NotFoundException('x'), 404, 'NOT_FOUND'],
    [new ConflictException('x'), 409, 'CONFLICT'],
    [new PayloadTooLargeException('x'), 413, 'PAYLOAD_TOO_LARGE'],
    [new UnprocessableEntityException('x'), 422, 'VALIDATION_ERROR'],
    [new ImATeapotException('x'), 418, 'HTTP_418'],
    [new ThrottlerException('x'), 429, 'TOO_MANY_REQUESTS'],
    [new NotImplementedException('x'), 501, 'NOT_IMPLEMENTED'],
    [new HttpException('x', 402), 402, 'HTTP_402'],
  ])('%s keeps its status and message', (error, status, code) => {
    expect(toErrorReply(error)).toEqual({
      status,
      body: { error: true, code, message: 'x' },
      unexpected: false,
    });
  });

  it.each([
    ['a text of a ValidationPipe', new BadRequestException('n must be an integer'), 'n must be an integer'],
    [
      'the texts of a ValidationPipe',
      new BadRequestException(['a is wrong', 'b is wrong']),
      'a is wrong; b is wrong',
    ],
    ['the message of a body', new HttpException({ message: 'mine', secret: 1 }, 400), 'mine'],
    ['no message', new HttpException({ secret: 1 }, 400), 'The request could not be read.'],
    ['an empty text', new HttpException('', 403), 'You may not do this.'],
    [
      'a message that is no text',
      new HttpException({ message: { secret: 1 } }, 404),
      'There is nothing of this name.',
    ],
    ['an unknown status without message', new HttpException({}, 418), 'The request could not be read.'],
  ])('with %s', (_title, error, message) => {
    const { body, unexpected } = toErrorReply(error);
    expect(body.message).toBe(message);
    expect(body.details).toBeUndefined();
    expect(unexpected).toBe(false);
  });

  it('made from a caught error do not send its text', () => {
    // Nest's type allows texts and records only, but such code is common and Nest has a rule of its own for it.
    const error = new BadRequestException(new Error('secret internals'));
    expect(toErrorReply(error).body.message).toBe('The request could not be read.');
  });

  it.each([
    [new InternalServerErrorException('secret internals'), 500, 'INTERNAL_ERROR'],
    [new HttpException('secret internals', 502), 502, 'HTTP_502'],
    [new ServiceUnavailableException('secret internals'), 503, 'SERVICE_UNAVAILABLE'],
    [new GatewayTimeoutException('secret internals'), 504, 'GATEWAY_TIMEOUT'],
  ])('%s tells its status only, and is to be logged', (error, status, code) => {
    const reply = toErrorReply(error);
    expect(reply).toMatchObject({ status, body: { code }, unexpected: true });
    expect(JSON.stringify(reply)).not.toContain('secret');
  });

  it.each([200, 204, 302, 99, 600, 404.5, Number.NaN])(
    'with the status %s, which is no failure, are internal',
    (status) => {
      expect(toErrorReply(new HttpException('secret internals', status))).toEqual(internal);
    },
  );
});

describe('errors of body parsers', () => {
  it.each([
    [
      'http-errors',
      { status: 413, statusCode: 413, expose: true, type: 'entity.too.large' },
      413,
      'PAYLOAD_TOO_LARGE',
    ],
    [
      'http-errors',
      { status: 400, statusCode: 400, expose: true, type: 'entity.parse.failed' },
      400,
      'BAD_REQUEST',
    ],
    ['Fastify', { statusCode: 413, code: 'FST_ERR_CTP_BODY_TOO_LARGE' }, 413, 'PAYLOAD_TOO_LARGE'],
    ['Fastify', { statusCode: 415, code: 'FST_ERR_CTP_INVALID_MEDIA_TYPE' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['a plugin', { statusCode: 415, code: 'FST_CP_ERR_INVALID_CONTENT' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
  ])('of %s keep their 4xx status: %o', (_name, properties, status, code) => {
    expect(toErrorReply(like(properties, 'too much'))).toEqual({
      status,
      body: { error: true, code, message: 'too much' },
      unexpected: false,
    });
  });
});

describe('all else', () => {
  it.each([
    ['an error', new Error('secret internals')],
    ['a type error', new TypeError('secret internals')],
    [
      'an answer of somebody else, as axios throws it',
      like({ status: 404, statusCode: 404, code: 'ERR_BAD_REQUEST' }),
    ],
    ['an http-error that says not to expose it', like({ statusCode: 404, expose: false })],
    ['an http-error with a 5xx status', like({ statusCode: 503, expose: true })],
    ['an http-error with no failing status', like({ statusCode: 200, expose: true })],
    ['a 5xx of Fastify', like({ statusCode: 500, code: 'FST_ERR_X' })],
    ['an object that looks like one', { statusCode: 404, expose: true, message: 'secret internals' }],
    ['a text', 'secret internals'],
    ['null', null],
    ['undefined', undefined],
  ])('%s is an internal error that says nothing', (_title, error) => {
    expect(toErrorReply(error)).toEqual(internal);
  });
});
