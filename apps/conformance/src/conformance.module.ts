import { MizanModule } from '@mizan/nestjs';
import { Module } from '@nestjs/common';
import { readCaller, sessionCookie } from './callers.js';
import { ChangingFunctions } from './changing.functions.js';
import { FailingFunctions } from './failing.functions.js';
import { GuardedFunctions } from './guarded.functions.js';
import { PlainFunctions } from './plain.functions.js';
import { ReadingFunctions } from './reading.functions.js';

@Module({
  imports: [MizanModule.forRoot({ identity: readCaller, csrf: { sessionCookie } })],
  providers: [PlainFunctions, GuardedFunctions, FailingFunctions, ReadingFunctions, ChangingFunctions],
})
export class ConformanceModule {}
