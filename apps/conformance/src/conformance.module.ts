import { type CacheOptions, MizanModule } from '@mizan/nestjs';
import { type DynamicModule, Module } from '@nestjs/common';
import { tokens } from './access-tokens.js';
import { readCaller, sessionCookie } from './callers.js';
import { ChangingFunctions } from './changing.functions.js';
import { ChatChannel } from './chat.channel.js';
import { ContactForm } from './contact.form.js';
import { FailingFunctions } from './failing.functions.js';
import { GuardedFunctions } from './guarded.functions.js';
import { OrderLineForm } from './order-line.form.js';
import { PlainFunctions } from './plain.functions.js';
import { BrokenChannel, MembersChannel, TickerChannel } from './other.channels.js';
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
  ChatChannel,
  TickerChannel,
  MembersChannel,
  BrokenChannel,
  ContactForm,
  OrderLineForm,
];

@Module({ imports: [MizanModule.forRoot(options)], providers })
export class ConformanceModule {}

/** The same as it is served: it takes access tokens, whose own functions are no part of the fixture. */
@Module({ providers })
export class ServedConformanceModule {
  /** @param cache left out, nothing is cached */
  static with(cache?: CacheOptions): DynamicModule {
    const mizan = MizanModule.forRoot({ ...options, tokens, ...(cache && { cache }) });
    return { module: ServedConformanceModule, imports: [mizan] };
  }
}
