import { HttpException } from '@nestjs/common';
import { describe, expect, it } from 'vitest';
import { isMizanError, MizanError, NotFound, ValidationFailed } from './index.js';

describe('MizanError', () => {
  it('is an HttpException whose body is the error reply, so that plain controllers answer the same', () => {
    const error = new NotFound('No such order', { details: { id: 7 } });
    expect(error).toBeInstanceOf(HttpException);
    expect(error.getStatus()).toBe(404);
    expect(error.name).toBe('NotFound');
    expect(error.message).toBe('No such order');
    expect(error.getResponse()).toEqual({
      error: true,
      code: 'NOT_FOUND',
      message: 'No such order',
      details: { id: 7 },
    });
  });

  it("may have a code of the app's own, with a status", () => {
    const error = new MizanError('TICKET_LOCKED', 'Somebody edits it', { status: 409 });
    expect([error.code, error.getStatus(), error.message]).toEqual([
      'TICKET_LOCKED',
      409,
      'Somebody edits it',
    ]);
  });

  it.each([200, 302, 100, 399, 600, 404.5, Number.NaN])('refuses the status %d', (status) => {
    expect(() => new MizanError('TICKET_LOCKED', 'x', { status })).toThrow(RangeError);
  });

  it('keeps its cause', () => {
    const cause = new Error('why');
    expect(new NotFound('x', { cause }).cause).toBe(cause);
  });

  it('copies details as JSON, so that later changes do not show', () => {
    const at = new Date(0);
    const details = { at, list: [1], gone: undefined };
    const error = new NotFound('x', { details });
    details.list.push(2);
    expect(error.details).toEqual({ at: '1970-01-01T00:00:00.000Z', list: [1] });
  });

  it('keeps a field that is named __proto__', () => {
    const fields: unknown = JSON.parse('{"__proto__": ["bad"]}');
    const error = new ValidationFailed({ fields: fields as Record<string, string[]> });
    expect(JSON.stringify(error.details)).toBe('{"fields":{"__proto__":["bad"]}}');
  });

  it.each([
    [
      'a cycle',
      () => {
        const a: Record<string, unknown> = {};
        a['a'] = a;
        return a;
      },
    ],
    ['a bigint', () => ({ n: 1n })],
    ['a list', () => [1] as unknown as Record<string, unknown>],
  ])('refuses details with %s where they are written', (_title, make) => {
    expect(() => new NotFound('x', { details: make() })).toThrow(/^details of NOT_FOUND/);
  });

  it('is known by its brand when another copy of the package made it', () => {
    const other = Object.defineProperty(new Error('x'), Symbol.for('mizan.error'), { value: true });
    expect(isMizanError(other)).toBe(true);
    expect(isMizanError(new MizanError('CONFLICT'))).toBe(true);
    expect(isMizanError(new HttpException('x', 404))).toBe(false);
    expect(isMizanError(null)).toBe(false);
    expect(isMizanError('x')).toBe(false);
  });
});
