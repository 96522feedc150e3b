import type { CallReply } from '@mizan/protocol';
import { isMizanError, MizanError } from './mizan-error.js';
import { isRecord } from './record.js';
import type { Bundle, ContextRequest, Transport } from './transport.js';

export interface HttpOptions {
  /** Where the server's Mizan endpoints are. @default '/api/mizan' */
  readonly baseUrl?: string;
  /** Headers for each request, asked for every time. */
  readonly getHeaders?: () => HeaderRecord | Promise<HeaderRecord>;
  /** Which requests carry cookies. @default 'same-origin' */
  readonly credentials?: RequestCredentials;
  /** Sends the requests. @default globalThis.fetch */
  readonly fetch?: typeof globalThis.fetch;
}

type HeaderRecord = Readonly<Record<string, string>>;

/** Speaks PROTOCOL 2 over HTTP. */
export function httpTransport(options: HttpOptions = {}): Transport {
  const send = createSender(options);
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
    async call({ fn, args }, signal) {
      const body = JSON.stringify({ fn, args });
      const used = token;
      const csrfToken = await used?.catch(() => undefined);
      const reply = await send('call/', signal, body, csrfToken).catch(async (refusal: unknown) => {
        if (!isCsrfRefusal(refusal)) throw refusal;
        // The server refused before it ran anything, so that sending once more is safe. Calls refused together share one token.
        const fresh = await (token === used ? obtainToken() : (token ?? obtainToken())).catch(() => {
          throw refusal;
        });
        return send('call/', signal, body, fresh);
      });
      // A server that answers with success speaks the protocol.
      return reply as unknown as CallReply;
    },
    read: (request, signal) => send(contextPath(request), signal),
    reset() {
      token = undefined;
    },
  };
}

type Send = (path: string, signal?: AbortSignal, body?: string, csrfToken?: string) => Promise<Bundle>;

function createSender({
  baseUrl = '/api/mizan',
  getHeaders,
  credentials = 'same-origin',
  ...options
}: HttpOptions): Send {
  const base = baseUrl.replace(/\/+$/, '');
  return async (path, signal, body, csrfToken) => {
    const url = `${base}/${path}`;
    const response = await (options.fetch ?? fetch)(url, {
      ...(body !== undefined && { method: 'POST', body }),
      headers: {
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(csrfToken !== undefined && { 'x-csrftoken': csrfToken }),
        ...(await getHeaders?.()),
      },
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

/** Reads both forms of an error (PROTOCOL 3), and what something between us and the server answered. */
function readFailure({ ok, status }: Response, body: unknown, url: string): MizanError {
  const source = isRecord(body) && isRecord(body['error']) ? body['error'] : body;
  const { code, message, details } = isRecord(source) ? source : {};
  return new MizanError(
    typeof code === 'string' && code !== '' ? code : `HTTP_${status}`,
    readMessage(message) ||
      (ok
        ? `${url} answered with something that is no JSON: is \`baseUrl\` right?`
        : `The server answered with status ${status}.`),
    status,
    isRecord(details) ? details : undefined,
  );
}

/** Nest's own ValidationPipe gives a list. */
function readMessage(message: unknown): string {
  if (Array.isArray(message)) return message.join('; ');
  return typeof message === 'string' ? message : '';
}
