import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PeopleModule } from '../people/people.module.js';
import { SessionKey } from './session-key.entity.js';
import { SessionSecretService } from './session-secret.service.js';
import { Session } from './session.entity.js';
import { SignInFunctions } from './sign-in.functions.js';

@Module({
  imports: [TypeOrmModule.forFeature([Session, SessionKey]), PeopleModule],
  providers: [SessionSecretService, SignInFunctions],
})
export class SessionModule {}
