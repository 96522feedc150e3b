import type { IncomingMessage, ServerResponse } from 'node:http';
import { isRecord } from '../input/is-record.js';

const watched = new WeakSet<object>();
const shared = new WeakSet<object>();

/** What makes a response one that many share; the others of its headers are true all the same. */
const sharing = ['cache-groups', 'surrogate-key'];

/** The part of Node's server that is used here. */
export interface RequestServer {
  prependListener(
    event: 'request',
    listener: (request: IncomingMessage, response: ServerResponse) => void,
  ): unknown;
}

/**
 * Looks at responses to reads when their head is written, after everybody else: middleware sets a session's cookie as
 * late as that, and a cookie of one caller may not be stored for all. So it has to come before all middleware, which
 * wraps what it finds.
 *
 * @param path where the paths of reads begin
 */
export function watchHeads(server: RequestServer, path: string): void {
  const start = path.toLowerCase();
  server.prependListener('request', (request, response) => {
    if (request.url?.toLowerCase().startsWith(start) === true) watchHead(response);
  });
}

/** Whether nobody can set a cookie later without being seen by {@link watchHeads}. */
export function isWatched(response: object): boolean {
  return watched.has(response);
}

/** Says that the headers of a response let others share it. They are taken back if it turns out to have a cookie. */
export function markShared(response: object): void {
  shared.add(response);
}

function watchHead(response: ServerResponse): void {
  const original: unknown = Reflect.get(response, 'writeHead');
  if (typeof original !== 'function') return;
  const writeHead = (...args: readonly unknown[]): unknown => {
    const last = args.at(-1);
    const own = isRecord(last) ? last : {};
    if (!shared.has(response) || (!response.hasHeader('set-cookie') && !hasCookie(own))) {
      return Reflect.apply(original, response, args);
    }
    for (const name of sharing) response.removeHeader(name);
    response.setHeader('Cache-Control', 'no-store');
    return Reflect.apply(
      original,
      response,
      isRecord(last) ? [...args.slice(0, -1), withoutSharing(own)] : args,
    );
  };
  Object.defineProperty(response, 'writeHead', { value: writeHead, writable: true, configurable: true });
  watched.add(response);
}

// Fastify hands the headers over when it writes the head.
function hasCookie(headers: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(headers).some((name) => name.toLowerCase() === 'set-cookie');
}

function withoutSharing(headers: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const others = Object.entries(headers).filter(
    ([name]) => !sharing.includes(name.toLowerCase()) && name.toLowerCase() !== 'cache-control',
  );
  return { ...Object.fromEntries(others), 'cache-control': 'no-store' };
}
