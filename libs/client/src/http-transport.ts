import type { CallReply } from '@mizan/protocol';
import { isMizanError } from './mizan-error.js';
import { readFailure } from './read-failure.js';
import { isRecord } from './record.js';
import type { Bundle, CallRequest, ContextRequest, Transport, WrittenBody } from './transport.js';

export interface HttpOptions {
  /** Where the server's Mizan endpoints are. @default '/api/mizan' */
  readonly baseUrl?: string;
  /** Headers for each request, asked for every time. They count before our own, but for the one of a token. */
  readonly getHeaders?: () => HeaderRecord | Promise<HeaderRecord>;
  /** Which requests carry cookies. @default 'same-origin' */
  readonly credentials?: RequestCredentials;
  /** Sends the requests. @default globalThis.fetch */
  readonly fetch?: typeof globalThis.fetch;
  /** Has requests bring tokens besides cookies: `mwtTokens()` or `jwtTokens()`. @default false */
  readonly tokens?: Tokens | false;
}

export type HeaderRecord = Readonly<Record<string, string>>;

/** One request of somebody, however often it is sent. */
export interface Attempt {
  /** What it brings, asked each time that it is sent. Throws where it is not to be sent any more. */
  headers(): HeaderRecord;
  /** Whether it was sent once more with another CSRF token, which it is only once. */
  csrfRetried?: boolean;
}

/** HTTP as tokens build on it. */
export interface PlainHttp {
  call(request: CallRequest, signal?: AbortSignal, attempt?: Attempt): Promise<CallReply>;
  read(request: ContextRequest, signal: AbortSignal, attempt?: Attempt): Promise<Bundle>;
  reset(): void;
}

/** Has requests over HTTP bring tokens; what it is called with belongs to one client. */
export type Tokens = (http: PlainHttp) => Transport;

/** Speaks PROTOCOL 2 over HTTP. */
export function httpTransport({ tokens = false, ...options }: HttpOptions = {}): Transport {
  const http = plainTransport(createSender(options));
  return tokens ? tokens(http) : http;
}

function plainTransport(send: Send): PlainHttp {
  let token: Promise<string> | undefined;

  /** Browsers of our own origin need no token (they say so by themselves), so one is only obtained when asked for. */
  function obtainToken(): Promise<string> {
    const obtained = send('session/').then(({ csrfToken }) => String(csrfToken));
    token = obtained;
    obtained.catch(() => {
      if (token === obtained) token = undefined;
    });
    return obtained;
  }

  return {
    async call(request, signal, attempt) {
      const { fn, args, change, idempotencyKey } = request;
      const written = request.body?.(request) ?? { body: JSON.stringify({ fn, args, change }) };
      const post = (csrfToken: string | undefined) =>
        send('call/', signal, attempt, written, {
          'x-csrftoken': csrfToken,
          'idempotency-key': idempotencyKey,
        });
      const used = token;
      const reply = await post(await used?.catch(() => undefined)).catch(async (refusal: unknown) => {
        if (attempt?.csrfRetried || !isCsrfRefusal(refusal)) throw refusal;
        if (attempt) attempt.csrfRetried = true;
        // The server refused before it ran anything, so that sending once more is safe. Calls refused together share one token.
        const fresh = await (token === used ? obtainToken() : (token ?? obtainToken())).catch(() => {
          throw refusal;
        });
        return post(fresh);
      });
      // A server that answers with success speaks the protocol.
      return reply as unknown as CallReply;
    },
    read: (request, signal, attempt) => send(contextPath(request), signal, attempt),
    reset() {
      token = undefined;
    },
  };
}

type Send = (
  path: string,
  signal?: AbortSignal,
  attempt?: Attempt,
  written?: WrittenBody,
  own?: Readonly<Record<string, string | undefined>>,
) => Promise<Bundle>;

function createSender({
  baseUrl = '/api/mizan',
  getHeaders,
  credentials = 'same-origin',
  ...options
}: HttpOptions): Send {
  const base = baseUrl.replace(/\/+$/, '');
  return async (path, signal, attempt, written, own) => {
    const url = `${base}/${path}`;
    // Names in other letters name the same header: set one by one, the last counts, where `fetch` would join them.
    const headers = new Headers();
    for (const [name, value] of Object.entries({
      accept: 'application/json',
      // What is no text says by itself what it is.
      ...(typeof written?.body === 'string' && { 'content-type': 'application/json' }),
      ...own,
      ...(await getHeaders?.()),
      ...attempt?.headers(),
    }))
      if (value !== undefined) headers.set(name, value);
    const response = await (options.fetch ?? written?.fetch ?? fetch)(url, {
      ...(written && { method: 'POST', body: written.body }),
      headers,
      credentials,
      signal: signal ?? null,
    });
    const reply = parse(await response.text());
    if (response.ok && isRecord(reply)) return reply;
    throw readFailure(response, reply, url);
  };
}

function contextPath({ context, params }: ContextRequest): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value !== undefined && value !== null) query.set(name, String(value));
  }
  const path = `ctx/${encodeURIComponent(context)}/`;
  return query.size > 0 ? `${path}?${query}` : path;
}

function isCsrfRefusal(thrown: unknown): boolean {
  return (
    isMizanError(thrown) &&
    thrown.status === 403 &&
    (thrown.code === 'HTTP_403' || /csrf/i.test(thrown.message))
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
