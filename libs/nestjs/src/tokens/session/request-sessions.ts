import type { TokenSessions } from './token-sessions.js';

/** What a session holds, as the app wrote it. */
export type SessionRecord = Readonly<Record<string, unknown>>;

export interface RequestSessionsOptions {
  /**
   * The id of whom a session has signed in; null or undefined for nobody. For apps that sign people out, or others in,
   * without ending the session: one that is not of the same person any more then counts as ended.
   * @default not asked, a session that exists counts
   */
  readonly owner?: ((session: SessionRecord) => string | number | null | undefined) | undefined;
}

/** The part of the stores of express-session and @fastify/session that is used here. */
interface SessionStore {
  get(id: string, done: (error: unknown, session?: unknown) => void): unknown;
}

/** Sessions of express-session and @fastify/session, which both leave their store on every request. */
export function requestSessions({ owner }: RequestSessionsOptions = {}): TokenSessions {
  return {
    idOf: readSessionId,
    async exists(id, { subject, request }) {
      const session = await readSession(id, request);
      if (!isLive(session)) return false;
      return owner === undefined || String(owner(session) ?? '') === subject;
    },
  };
}

function readSessionId(request: object): string | null {
  const session: unknown = Reflect.get(request, 'session');
  if (!isRecord(session)) return null;
  // The first is express-session's, the second @fastify/session's.
  const id: unknown = Reflect.get(request, 'sessionID') ?? session['sessionId'];
  return typeof id === 'string' && id !== '' ? id : null;
}

/** @throws Error when the store cannot be reached, or when there is none */
function readSession(id: string, request: object): Promise<unknown> {
  const store: unknown = Reflect.get(request, 'sessionStore');
  if (!isStore(store)) {
    return Promise.reject(
      new Error(
        'The request has no session store. Let express-session or @fastify/session run before Mizan, or give tokens.jwt.sessions',
      ),
    );
  }
  return new Promise((resolve, reject) => {
    store.get(id, (error, session) => {
      if (error === null || error === undefined || isNotFound(error)) resolve(session);
      else reject(new Error('The session store failed', { cause: error }));
    });
  });
}

// Stores in files say so when there is no such session; both libraries take it for that.
function isNotFound(error: unknown): boolean {
  return isRecord(error) && error['code'] === 'ENOENT';
}

// Stores may still hold what has expired: @fastify/session looks when a cookie brings it.
function isLive(session: unknown): session is SessionRecord {
  if (!isRecord(session)) return false;
  const cookie = session['cookie'];
  const expires = isRecord(cookie) ? (cookie['expires'] ?? cookie['originalExpires']) : undefined;
  if (typeof expires !== 'string' && !(expires instanceof Date)) return true;
  return new Date(expires).getTime() > Date.now();
}

function isStore(value: unknown): value is SessionStore {
  return isRecord(value) && typeof value['get'] === 'function';
}

function isRecord(value: unknown): value is SessionRecord {
  return typeof value === 'object' && value !== null;
}
