import { readErrorReply } from '@mizan/protocol';
import { describe, expect, it, vi } from 'vitest';
import { createMizan } from './create-mizan.js';
import {
  closeTicket,
  globalContext,
  listContext,
  signOut,
  ticketBundle,
  ticketContext,
} from './fixture/desk-refs.js';
import { type Received, type Reply, startServer } from './fixture/http-server.js';
import { httpTransport } from './http-transport.js';
import { MizanError } from './mizan-error.js';
import { contextRef } from './refs.js';

const ok: Reply = { body: { result: { ok: true } } };
const csrfRefusal: Reply = {
  status: 403,
  body: { error: true, code: 'FORBIDDEN', message: 'Send the CSRF token of session/ as X-CSRFToken' },
};

const pathsOf = (received: readonly Received[]) => received.map(({ method, url }) => `${method} ${url}`);
const tokensOf = (received: readonly Received[]) => received.map(({ headers }) => headers['x-csrftoken']);

describe('over HTTP', () => {
  it('a call posts its function and input as JSON', async () => {
    const { baseUrl, received } = await startServer(() => ok);
    const result = await createMizan({ baseUrl }).call(closeTicket, { ticket_id: 7, note: 'é ✓ "q"' });
    expect(result).toEqual({ ok: true });
    expect(received[0]).toMatchObject({ method: 'POST', url: '/api/mizan/call/' });
    expect(received[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      accept: 'application/json',
    });
    expect(JSON.parse(received[0]?.body ?? '')).toEqual({
      fn: 'close_ticket',
      args: { ticket_id: 7, note: 'é ✓ "q"' },
    });
  });

  it('a call without input leaves args out', async () => {
    const { baseUrl, received } = await startServer(() => ok);
    await createMizan({ baseUrl }).call(signOut);
    expect(received[0]?.body).toBe('{"fn":"sign_out"}');
  });

  it('a read gets the bundle by name and params', async () => {
    const { baseUrl, received } = await startServer(() => ({ body: ticketBundle(7, 'Printer') }));
    const mizan = createMizan({ baseUrl: `${baseUrl}/` });
    expect(await mizan.fetch(ticketContext, { ticket_id: 7 })).toEqual(ticketBundle(7, 'Printer'));
    await mizan.fetch(listContext, { team: 'a b&c=d/é' });
    await mizan.fetch(globalContext);
    await mizan.fetch(contextRef<{ a: boolean; b: null; c?: number }, object>('odd name'), {
      a: true,
      b: null,
    });
    expect(pathsOf(received)).toEqual([
      'GET /api/mizan/ctx/ticket/?ticket_id=7',
      'GET /api/mizan/ctx/list/?team=a+b%26c%3Dd%2F%C3%A9',
      'GET /api/mizan/ctx/global/',
      'GET /api/mizan/ctx/odd%20name/?a=true',
    ]);
    expect(received[0]?.headers['content-type']).toBeUndefined();
  });

  it('a mutation refreshes what is mounted', async () => {
    let title = 'open';
    const { baseUrl, received } = await startServer(({ method }) => {
      if (method === 'GET') return { body: ticketBundle(7, title) };
      title = 'closed';
      return {
        body: { result: { ok: true }, invalidate: [{ context: 'ticket', params: { ticket_id: 7 } }] },
      };
    });
    const mizan = createMizan({ baseUrl });
    const store = mizan.context(ticketContext, { ticket_id: 7 });
    const shows = (wanted: string) =>
      new Promise<void>((resolve) => {
        const leave = store.subscribe(() => {
          const { data, status } = store.getState();
          if (status !== 'ready' || data?.ticket.title !== wanted) return;
          leave();
          resolve();
        });
      });
    store.subscribe(() => undefined);
    await shows('open');
    const closed = shows('closed');
    await mizan.call(closeTicket, { ticket_id: 7 });
    await closed;
    expect(received).toHaveLength(3);
  });

  it('every request brings the headers that are asked for at that time', async () => {
    const { baseUrl, received } = await startServer(({ method }) => (method === 'GET' ? { body: {} } : ok));
    let number = 0;
    const mizan = createMizan({
      baseUrl,
      getHeaders: async () => ({ authorization: `Bearer ${(number += 1)}` }),
    });
    await mizan.fetch(globalContext);
    await mizan.call(signOut);
    expect(received.map(({ headers }) => headers.authorization)).toEqual(['Bearer 1', 'Bearer 2']);
  });

  it('headers of the app replace ours, in whatever letters they are written', async () => {
    const { baseUrl, received } = await startServer(() => ({ body: { result: null } }));
    const mizan = createMizan({
      baseUrl,
      getHeaders: () => ({
        Accept: 'application/json;v=2',
        'CONTENT-TYPE': 'application/json;charset=utf-8',
      }),
    });
    await mizan.call(signOut);
    expect(received[0]?.headers).toMatchObject({
      accept: 'application/json;v=2',
      'content-type': 'application/json;charset=utf-8',
    });
  });

  it('a caller who gives up closes the request', async () => {
    const giving = new AbortController();
    const { baseUrl } = await startServer(() => {
      giving.abort();
      return undefined;
    });
    const call = createMizan({ baseUrl }).call(signOut, undefined, { signal: giving.signal });
    await expect(call).rejects.toMatchObject({ code: 'ABORTED', status: 0 });
  });

  it('requests go through the given fetch, with the given credentials', async () => {
    const seen: Parameters<typeof fetch>[] = [];
    const mizan = createMizan({
      credentials: 'include',
      fetch: (url, init) => {
        seen.push([url, init]);
        return Promise.resolve(Response.json({ result: { ok: true } }));
      },
    });
    await mizan.call(signOut);
    expect(seen).toMatchObject([['/api/mizan/call/', { method: 'POST', credentials: 'include' }]]);
  });
});

describe('a failure over HTTP', () => {
  it.each<{ name: string; reply: Reply; error: Readonly<Record<string, unknown>> }>([
    {
      name: 'the flat form',
      reply: {
        status: 422,
        body: {
          error: true,
          code: 'VALIDATION_ERROR',
          message: 'Wrong',
          details: { fields: { title: ['Too long'] } },
        },
      },
      error: {
        code: 'VALIDATION_ERROR',
        status: 422,
        message: 'Wrong',
        details: { fields: { title: ['Too long'] } },
      },
    },
    {
      name: 'the nested form',
      reply: {
        status: 404,
        body: { error: { code: 'NOT_FOUND', message: 'No such ticket', details: { id: 7 } } },
      },
      error: { code: 'NOT_FOUND', status: 404, message: 'No such ticket', details: { id: 7 } },
    },
    {
      name: 'no details',
      reply: { status: 409, body: { error: true, code: 'CONFLICT', message: 'Closed already' } },
      error: { code: 'CONFLICT', status: 409, details: undefined },
    },
    {
      name: 'no code',
      reply: { status: 400, body: { message: 'Hm' } },
      error: { code: 'HTTP_400', message: 'Hm' },
    },
    {
      name: 'a page of a proxy',
      reply: { status: 413, body: '<h1>Too large</h1>' },
      error: { code: 'HTTP_413', status: 413, message: 'The server answered with status 413.' },
    },
    {
      name: 'a code that is no text',
      reply: { status: 418, body: { error: true, code: 5, message: [], details: 'x' } },
      error: { code: 'HTTP_418', details: undefined },
    },
    {
      name: 'a list of messages',
      reply: { status: 400, body: { statusCode: 400, message: ['title is empty', 'text is empty'] } },
      error: { code: 'HTTP_400', message: 'title is empty; text is empty' },
    },
    { name: 'a list', reply: { status: 400, body: [] }, error: { code: 'HTTP_400' } },
    {
      name: 'success that is no JSON',
      reply: { body: '<h1>Sign in</h1>' },
      error: {
        code: 'HTTP_200',
        status: 200,
        message: expect.stringMatching(/call\/ .* is `baseUrl` right\?$/),
      },
    },
    { name: 'success that is no object', reply: { body: [1] }, error: { code: 'HTTP_200' } },
  ])('is read from $name', async ({ reply, error }) => {
    const { baseUrl, received } = await startServer(() => reply);
    const failure: unknown = await createMizan({ baseUrl })
      .call(signOut)
      .catch((thrown: unknown) => thrown);
    expect(failure).toBeInstanceOf(MizanError);
    expect(failure).toMatchObject(error);
    expect(received).toHaveLength(1);
    // The protocol package reads failures too; it brings all messages, for which a page has no room.
    const { code, details } = readErrorReply(reply.status ?? 200, reply.body);
    expect(failure).toMatchObject({ code, details });
  });

  it('is NETWORK_ERROR when the connection breaks', async () => {
    const { baseUrl } = await startServer(() => undefined);
    await expect(createMizan({ baseUrl }).call(signOut)).rejects.toMatchObject({
      code: 'NETWORK_ERROR',
      status: 0,
    });
  });
});

/** Refuses calls that do not bring the token that is good at the time. */
function guardedServer(token: { good: string; session?: Reply }) {
  return startServer(({ url, headers }) => {
    if (url.endsWith('/session/')) return token.session ?? { body: { csrfToken: token.good } };
    return headers['x-csrftoken'] === token.good ? ok : csrfRefusal;
  });
}

describe('CSRF', () => {
  it('needs no token where the server asks for none', async () => {
    const { baseUrl, received } = await startServer(() => ok);
    await createMizan({ baseUrl }).call(signOut);
    expect(pathsOf(received)).toEqual(['POST /api/mizan/call/']);
    expect(tokensOf(received)).toEqual([undefined]);
  });

  it('is met by obtaining a token once, with which later calls go through at once', async () => {
    const { baseUrl, received } = await guardedServer({ good: 'a' });
    const mizan = createMizan({ baseUrl });
    expect(await mizan.call(signOut)).toEqual({ ok: true });
    await mizan.call(signOut);
    expect(pathsOf(received)).toEqual([
      'POST /api/mizan/call/',
      'GET /api/mizan/session/',
      'POST /api/mizan/call/',
      'POST /api/mizan/call/',
    ]);
    expect(tokensOf(received)).toEqual([undefined, undefined, 'a', 'a']);
  });

  it('is met with one token by calls that are refused together', async () => {
    const { baseUrl, received } = await guardedServer({ good: 'a' });
    const mizan = createMizan({ baseUrl });
    await Promise.all([mizan.call(signOut), mizan.call(signOut), mizan.call(signOut)]);
    expect(pathsOf(received).filter((path) => path.endsWith('/session/'))).toHaveLength(1);
  });

  it('is met with a new token when the old one is no longer good', async () => {
    const token = { good: 'a' };
    const { baseUrl, received } = await guardedServer(token);
    const mizan = createMizan({ baseUrl });
    await mizan.call(signOut);
    token.good = 'b';
    await mizan.call(signOut);
    expect(tokensOf(received)).toEqual([undefined, undefined, 'a', 'a', undefined, 'b']);
  });

  it('forgets its token when somebody signs in or out', async () => {
    const { baseUrl, received } = await guardedServer({ good: 'a' });
    const mizan = createMizan({ baseUrl });
    await mizan.call(signOut);
    mizan.reset();
    await mizan.call(signOut);
    expect(tokensOf(received)).toEqual([undefined, undefined, 'a', undefined, undefined, 'a']);
  });

  it('ends with the refusal when no token can be had, and tries again with the next call', async () => {
    const token: { good: string; session?: Reply } = { good: 'a', session: { status: 503, body: 'down' } };
    const { baseUrl, received } = await guardedServer(token);
    const mizan = createMizan({ baseUrl });
    await expect(mizan.call(signOut)).rejects.toMatchObject({ code: 'FORBIDDEN', status: 403 });
    expect(pathsOf(received)).toEqual(['POST /api/mizan/call/', 'GET /api/mizan/session/']);
    delete token.session;
    expect(await mizan.call(signOut)).toEqual({ ok: true });
  });

  it('ends with its own refusal for a call that waited for the token of another in vain', async () => {
    const sessions: ((error: Error) => void)[] = [];
    const mizan = createMizan({
      fetch: (url) => {
        const isCall = typeof url === 'string' && url.endsWith('/call/');
        if (isCall) return Promise.resolve(Response.json(csrfRefusal.body, { status: 403 }));
        return new Promise((_, fail) => sessions.push(fail));
      },
    });
    const first = mizan.call(signOut);
    await vi.waitUntil(() => sessions.length === 1);
    const second = mizan.call(signOut);
    sessions[0]?.(new TypeError('fetch failed'));
    await expect(first).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await vi.waitUntil(() => sessions.length === 2);
    sessions[1]?.(new TypeError('fetch failed'));
    await expect(second).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('ends with the refusal when the new token is refused too', async () => {
    const { baseUrl, received } = await startServer(({ url }) =>
      url.endsWith('/session/') ? { body: { csrfToken: 'a' } } : csrfRefusal,
    );
    await expect(createMizan({ baseUrl }).call(signOut)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(received).toHaveLength(3);
  });

  it('is met when another server refuses with a page', async () => {
    const { baseUrl } = await startServer(({ url, headers }) => {
      if (url.endsWith('/session/')) return { body: { csrfToken: 'a' } };
      return headers['x-csrftoken'] === 'a' ? ok : { status: 403, body: '<h1>CSRF verification failed</h1>' };
    });
    expect(await createMizan({ baseUrl }).call(signOut)).toEqual({ ok: true });
  });

  it('is not suspected behind any other refusal', async () => {
    const { baseUrl, received } = await startServer(() => ({
      status: 403,
      body: { error: true, code: 'FORBIDDEN', message: 'Not yours' },
    }));
    await expect(createMizan({ baseUrl }).call(signOut)).rejects.toMatchObject({ message: 'Not yours' });
    expect(received).toHaveLength(1);
  });

  it('does not keep a token that was asked for before somebody signed in', async () => {
    const { baseUrl, received } = await guardedServer({ good: 'a' });
    const transport = httpTransport({ baseUrl });
    const call = transport.call({ fn: 'sign_out', args: undefined }, undefined);
    transport.reset?.();
    await call;
    transport.reset?.();
    await transport.call({ fn: 'sign_out', args: undefined }, undefined);
    expect(tokensOf(received)).toEqual([undefined, undefined, 'a', undefined, undefined, 'a']);
  });
});
