import type { INestApplication } from '@nestjs/common';
import { getRepositoryToken } from '@nestjs/typeorm';
import session from 'express-session';
import type { Repository } from 'typeorm';
import { Writes } from '../database/writes.js';
import { SessionSecretService } from './session-secret.service.js';
import { SessionStore, sessionLifetime } from './session-store.js';
import { Session } from './session.entity.js';

declare module 'express-session' {
  interface SessionData {
    /** Who signed in. */
    personId: number;
  }
}

/** @param secret left out, the one that is kept in the database. */
export async function useSessions(app: INestApplication, secret?: string): Promise<void> {
  const sessions = app.get<Repository<Session>>(getRepositoryToken(Session));
  app.use(
    session({
      name: 'desk.sid',
      secret: secret ?? (await app.get(SessionSecretService).find()),
      store: new SessionStore(sessions, app.get(Writes)),
      resave: false,
      saveUninitialized: false,
      cookie: { httpOnly: true, sameSite: 'lax', maxAge: sessionLifetime },
    }),
  );
}
