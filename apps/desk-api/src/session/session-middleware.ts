import { ServerResponse } from 'node:http';
import type { SocketRequest } from '@mizan/nestjs';
import type { Request, RequestHandler } from 'express';
import session from 'express-session';
import { type SessionStore, sessionLifetime } from './session-store.js';

declare module 'express-session' {
  interface SessionData {
    /** Who signed in. */
    personId: number;
  }
}

/** Provides the one middleware that finds sessions, for requests and for the frames of sockets. */
export const sessionMiddleware = Symbol('session middleware');

export function createSessionMiddleware(store: SessionStore, secret: string): RequestHandler {
  return session({
    name: 'desk.sid',
    secret,
    store,
    resave: false,
    saveUninitialized: false,
    cookie: { httpOnly: true, sameSite: 'lax', maxAge: sessionLifetime },
  });
}

/** Express runs no middleware for what comes over a socket: finds the session by the cookie that opened it. */
export function findSocketSession(findSession: RequestHandler, frame: SocketRequest): Promise<void> {
  // It has the parts of a request that the middleware reads.
  const request = frame as unknown as Request;
  // Nothing is ever written to it, so that the session is not stored anew.
  const response = new ServerResponse(request);
  return new Promise((resolve, reject) => {
    const next = (error?: unknown): void => (error === undefined ? resolve() : reject(error));
    void findSession(request, response as Parameters<RequestHandler>[1], next);
  });
}
