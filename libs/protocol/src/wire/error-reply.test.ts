import { describe, expect, it } from 'vitest';

import { isErrorReply, readErrorReply } from './error-reply.js';
import { codeForStatus, errorTable, statusForCode } from './error-table.js';

describe('the error table', () => {
  it.each([
    [400, 'BAD_REQUEST'],
    [401, 'UNAUTHORIZED'],
    [403, 'FORBIDDEN'],
    [404, 'NOT_FOUND'],
    [405, 'BAD_REQUEST'],
    [422, 'VALIDATION_ERROR'],
    [500, 'INTERNAL_ERROR'],
    [501, 'NOT_IMPLEMENTED'],
    [504, 'GATEWAY_TIMEOUT'],
    [418, 'HTTP_418'],
  ])('has for status %i the code %s', (status, code) => {
    expect(codeForStatus(status)).toBe(code);
  });

  it('gives every code of the table back from its status', () => {
    for (const [code, { status }] of Object.entries(errorTable)) {
      expect(codeForStatus(status)).toBe(code);
      expect(statusForCode(code)).toBe(status);
    }
  });

  it.each([
    ['HTTP_418', 418],
    ['HTTP_99', 500],
    ['TOO_FUNNY', 500],
    ['constructor', 500],
  ])('has for the code %s the status %i', (code, status) => {
    expect(statusForCode(code)).toBe(status);
  });
});

describe('readErrorReply', () => {
  const details = { fields: { a: ['Wrong.'] } };

  it('reads the flat and the nested form alike', () => {
    const flat = { error: true, code: 'VALIDATION_ERROR', message: 'No.', details };
    const nested = { error: { code: 'VALIDATION_ERROR', message: 'No.', details } };
    expect(readErrorReply(422, flat)).toEqual(flat);
    expect(readErrorReply(422, nested)).toEqual(flat);
  });

  it('takes the code from the status where there is none', () => {
    expect(readErrorReply(404, '<html>')).toEqual({
      error: true,
      code: 'HTTP_404',
      message: errorTable.NOT_FOUND.message,
    });
    expect(readErrorReply(418, undefined).message).toBe('The server answered with status 418.');
    expect(readErrorReply(503, { message: 'Back at noon.' })).toEqual({
      error: true,
      code: 'HTTP_503',
      message: 'Back at noon.',
    });
  });

  it('drops parts of the wrong type', () => {
    expect(readErrorReply(500, { error: true, code: 7, message: '', details: [] })).toEqual({
      error: true,
      code: 'HTTP_500',
      message: errorTable.INTERNAL_ERROR.message,
    });
  });
});

describe('isErrorReply', () => {
  it.each([null, 'x', [], { error: { code: 'A', message: 'b' } }, { error: true, code: 'A' }])(
    'is not %j',
    (body) => {
      expect(isErrorReply(body)).toBe(false);
    },
  );

  it('is what a server of ours writes', () => {
    expect(isErrorReply({ error: true, code: 'A', message: 'b' })).toBe(true);
  });
});
