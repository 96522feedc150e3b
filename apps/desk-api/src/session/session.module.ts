import { Module } from '@nestjs/common';
import { getRepositoryToken, TypeOrmModule } from '@nestjs/typeorm';
import type { RequestHandler } from 'express';
import type { Repository } from 'typeorm';
import { Writes } from '../database/writes.js';
import { PeopleModule } from '../people/people.module.js';
import { readSettings } from '../settings.js';
import { SessionKey } from './session-key.entity.js';
import { createSessionMiddleware, sessionMiddleware } from './session-middleware.js';
import { SessionSecretService } from './session-secret.service.js';
import { SessionStore } from './session-store.js';
import { Session } from './session.entity.js';
import { SignInFunctions } from './sign-in.functions.js';

const sessionProvider = {
  provide: sessionMiddleware,
  inject: [SessionSecretService, getRepositoryToken(Session), Writes],
  useFactory: async (
    secrets: SessionSecretService,
    sessions: Repository<Session>,
    writes: Writes,
  ): Promise<RequestHandler> => {
    const secret = readSettings().sessionSecret ?? (await secrets.find());
    return createSessionMiddleware(new SessionStore(sessions, writes), secret);
  },
};

@Module({
  imports: [TypeOrmModule.forFeature([Session, SessionKey]), PeopleModule],
  providers: [SessionSecretService, sessionProvider, SignInFunctions],
  exports: [sessionMiddleware],
})
export class SessionModule {}
