import { MizanModule } from '@mizan/nestjs';
import { Module } from '@nestjs/common';
import { tokens } from './access-tokens.js';
import { readCaller, sessionCookie } from './callers.js';
import { ChangingFunctions } from './changing.functions.js';
import { FailingFunctions } from './failing.functions.js';
import { GuardedFunctions } from './guarded.functions.js';
import { PlainFunctions } from './plain.functions.js';
import { ReadingFunctions } from './reading.functions.js';
import { SocketFunctions } from './socket.functions.js';

const options = { identity: readCaller, csrf: { sessionCookie } };
const providers = [
  PlainFunctions,
  GuardedFunctions,
  FailingFunctions,
  ReadingFunctions,
  ChangingFunctions,
  SocketFunctions,
];

@Module({ imports: [MizanModule.forRoot(options)], providers })
export class ConformanceModule {}

/** The same, and it takes access tokens: their own functions are no part of the fixture. */
@Module({ imports: [MizanModule.forRoot({ ...options, tokens })], providers })
export class TokenConformanceModule {}
