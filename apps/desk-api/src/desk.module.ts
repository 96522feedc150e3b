import { Module } from '@nestjs/common';
import { MizanModule, type SocketRequest } from '@mizan/nestjs';
import type { Request, RequestHandler } from 'express';
import { AttachmentsModule } from './attachments/attachments.module.js';
import { cacheOptions } from './cache/cache-options.js';
import { DatabaseModule } from './database/database.module.js';
import { OrdersModule } from './orders/orders.module.js';
import { PeopleModule } from './people/people.module.js';
import { PeopleService } from './people/people.service.js';
import { findSocketSession, sessionMiddleware } from './session/session-middleware.js';
import { SessionModule } from './session/session.module.js';
import { readSettings, type Settings } from './settings.js';
import { TicketsModule } from './tickets/tickets.module.js';

/** Without a Redis there is one process, and nobody else to tell. */
function realtimeOption({ redisUrl }: Settings) {
  return redisUrl ? { realtime: { redis: { url: redisUrl } } } : {};
}

@Module({
  imports: [
    AttachmentsModule,
    DatabaseModule,
    OrdersModule,
    PeopleModule,
    SessionModule,
    TicketsModule,
    MizanModule.forRootAsync({
      imports: [PeopleModule, SessionModule],
      inject: [PeopleService, sessionMiddleware],
      useFactory: (people: PeopleService, findSession: RequestHandler) => ({
        identity: ({ session }: Request) => (session.personId ? people.find(session.personId) : null),
        cache: cacheOptions(readSettings()),
        ...realtimeOption(readSettings()),
        websocket: { prepare: (frame: SocketRequest) => findSocketSession(findSession, frame) },
      }),
    }),
  ],
})
export class DeskModule {}
