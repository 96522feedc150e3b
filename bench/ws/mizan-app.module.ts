import { type DynamicModule, Injectable, Module } from '@nestjs/common';
import { Arg, defineContext, MizanClient, MizanModule } from '@mizan/nestjs';

import { FeedChannel } from './feed.channel.js';
import { Line } from './line.js';

const TicketContext = defineContext('ticket');

@Injectable()
class BenchFunctions {
  #state = 'open';

  @MizanClient({ websocket: true, output: Line })
  echoLine(input: Line): Line {
    return input;
  }

  @MizanClient({ context: TicketContext, output: 'string' })
  ticketState(@Arg('ticket_id', 'integer') ticketId: number): string {
    return `${ticketId} is ${this.#state}`;
  }

  @MizanClient({ affects: TicketContext, websocket: true, output: 'boolean' })
  setState(@Arg('ticket_id', 'integer') _ticketId: number, @Arg('state', 'string') state: string): boolean {
    this.#state = state;
    return true;
  }
}

/** Limits are counted as in every app, and so high that no load reaches them. */
const websocket = { maxFramesPerSecond: 10_000_000, maxRunningCalls: 10_000, maxSocketsPerIdentity: 10_000 };

@Module({ providers: [BenchFunctions, FeedChannel] })
export class MizanAppModule {
  /** @param redisUrl of the Redis that joins the processes; empty for one that is alone */
  static with(redisUrl: string): DynamicModule {
    const realtime = redisUrl === '' ? {} : { realtime: { redis: { url: redisUrl } } };
    return { module: MizanAppModule, imports: [MizanModule.forRoot({ websocket, ...realtime })] };
  }
}
