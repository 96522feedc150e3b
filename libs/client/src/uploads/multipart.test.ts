import { describe, expect, it } from 'vitest';
import { createMizan } from '../create-mizan.js';
import { startServer } from '../fixture/http-server.js';
import { functionRef } from '../refs.js';
import { multipart } from './multipart.js';

const file = new File(['hello'], 'a.txt', { type: 'text/plain' });
const setAvatar = functionRef<object, string>('set_avatar', { body: multipart });

/** The fields of a body, in their order. */
function partsOf(args: unknown, change?: string): readonly (readonly [string, unknown])[] {
  const body = multipart({ fn: 'set_avatar', args, change })?.body;
  return body instanceof FormData ? [...body] : [];
}

describe('a call with files', () => {
  it('names its function first and has its files last', () => {
    const parts = partsOf({ photo: file, title: 'Me' }, 'c1');
    expect(parts.map(([name]) => name)).toEqual(['fn', 'change', 'title', 'photo']);
    expect(parts[0]).toEqual(['fn', 'set_avatar']);
    expect(parts[3]?.[1]).toMatchObject({ name: 'a.txt', type: 'text/plain', size: 5 });
  });

  it('has a field for each value, and JSON for what holds no file', () => {
    const args = {
      text: ' a ',
      empty: '',
      number: -1.5,
      yes: true,
      no: false,
      nothing: null,
      absent: undefined,
      date: new Date(0),
      address: { street: 'High', zip: { code: 1 } },
      lines: [{ sku: 'A' }, { photos: [file, file] }],
      noList: [],
      noObject: {},
    };
    expect(partsOf(args).filter(([, value]) => typeof value === 'string')).toEqual([
      ['fn', 'set_avatar'],
      ['text', ' a '],
      ['empty', ''],
      ['number', '-1.5'],
      ['yes', 'true'],
      ['no', 'false'],
      ['nothing', ''],
      ['date', '1970-01-01T00:00:00.000Z'],
      ['address', '{"street":"High","zip":{"code":1}}'],
      ['lines.0', '{"sku":"A"}'],
      ['noList', '[]'],
      ['noObject', '{}'],
    ]);
    expect(partsOf(args).flatMap(([name, value]) => (typeof value === 'string' ? [] : [name]))).toEqual([
      'lines.1.photos.0',
      'lines.1.photos.1',
    ]);
  });

  it.each([undefined, null, {}, { title: 'Me' }, { list: [{ a: 1 }] }])(
    'is JSON when it has none: %j',
    (args) => {
      expect(multipart({ fn: 'set_avatar', args })).toBeUndefined();
    },
  );

  it('says by its own content type where fields begin, and brings headers as any call', async () => {
    const { baseUrl, received } = await startServer(() => ({ body: { result: 'ok' } }));
    const mizan = createMizan({ baseUrl, getHeaders: () => ({ 'x-desk': '1' }) });
    expect(await mizan.call(setAvatar, { photo: file }, { idempotencyKey: 'k1' })).toBe('ok');
    const [{ headers, body } = { headers: {}, body: '' }] = received;
    expect(headers).toMatchObject({ 'idempotency-key': 'k1', 'x-desk': '1' });
    expect(headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(body).toContain('filename="a.txt"');
  });

  it('is sent once more, with a CSRF token, when the server asks for one', async () => {
    const { baseUrl, received } = await startServer(({ url, headers }) => {
      if (url.endsWith('/session/')) return { body: { csrfToken: 't1' } };
      return headers['x-csrftoken'] === 't1'
        ? { body: { result: 'ok' } }
        : { status: 403, body: { error: true, code: 'FORBIDDEN', message: 'CSRF' } };
    });
    const mizan = createMizan({ baseUrl });
    expect(await mizan.call(setAvatar, { photo: file }, { idempotencyKey: 'k1' })).toBe('ok');
    const calls = received.filter(({ method }) => method === 'POST');
    expect(calls.map(({ headers }) => headers['idempotency-key'])).toEqual(['k1', 'k1']);
    expect(calls.every(({ body }) => body.includes('hello'))).toBe(true);
  });
});

it('a call without files is JSON, under a key or not', async () => {
  const { baseUrl, received } = await startServer(() => ({ body: { result: 'ok' } }));
  const mizan = createMizan({ baseUrl });
  await mizan.call(setAvatar, { title: 'Me' });
  await mizan.call(setAvatar, { title: 'Me' }, { idempotencyKey: 'k1' });
  expect(received.map(({ headers }) => [headers['content-type'], headers['idempotency-key']])).toEqual([
    ['application/json', undefined],
    ['application/json', 'k1'],
  ]);
  expect(JSON.parse(received[0]?.body ?? '')).toEqual({ fn: 'set_avatar', args: { title: 'Me' } });
});
