// @ts-check
import 'reflect-metadata';

import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { defineContext, MizanClient, MizanModule } from '@mizan/nestjs';
import { redisStore } from '@mizan/nestjs/redis';
import { z } from 'zod';

// One process of a desk whose tickets are files: `node desk-process.mjs <folder> <URL of Redis>`. Plain JavaScript,
// since it runs outside of the tests, with the packages as they are published.
const [folder = '', url = ''] = process.argv.slice(2);
const TicketContext = defineContext('ticket');
const Ticket = z.object({ ticket_id: z.int(), turn: z.int() });

/** So that a process often dies in the midst of something. */
const pause = () => delay(Math.random() * 4);

class TicketFunctions {
  /** @param {{ ticket_id: number }} input */
  async ticket({ ticket_id }) {
    await pause();
    const turn = Number(readFileSync(join(folder, String(ticket_id)), 'utf8'));
    await pause();
    return { ticket_id, turn };
  }

  /** @param {{ ticket_id: number, turn: number }} input */
  async turnTicket({ ticket_id, turn }) {
    await pause();
    const file = join(folder, String(ticket_id));
    writeFileSync(`${file}.new`, String(turn));
    renameSync(`${file}.new`, file);
    await pause();
    return { ticket_id, turn };
  }
}

/**
 * @param {'ticket' | 'turnTicket'} method
 * @param {MethodDecorator} decorator
 */
function decorate(method, decorator) {
  // As a compiler leaves them.
  Reflect.defineMetadata('design:paramtypes', [Object], TicketFunctions.prototype, method);
  const descriptor = Object.getOwnPropertyDescriptor(TicketFunctions.prototype, method);
  if (descriptor !== undefined) decorator(TicketFunctions.prototype, method, descriptor);
}

decorate(
  'ticket',
  /** @type {MethodDecorator} */ (
    MizanClient({
      context: TicketContext,
      input: z.object({ ticket_id: z.int() }),
      output: Ticket,
      cache: { scope: 'public', ttl: 600 },
    })
  ),
);
decorate(
  'turnTicket',
  /** @type {MethodDecorator} */ (MizanClient({ affects: TicketContext, input: Ticket, output: Ticket })),
);

/** Nest takes any constructor for a module. */
function DeskModule() {}
Module({
  imports: [
    MizanModule.forRoot({
      // A machine that is busy with other tests must not be taken for a store that does not answer.
      cache: { secret: 's'.repeat(32), store: redisStore({ url, memoryTier: true }), budgetMs: 10_000 },
    }),
  ],
  providers: [TicketFunctions],
})(DeskModule);

const app = await NestFactory.create(/** @type {new () => object} */ (/** @type {unknown} */ (DeskModule)), {
  logger: ['error', 'warn'],
});
await app.listen(0, '127.0.0.1');
process.send?.(await app.getUrl());
process.on('disconnect', () => process.exit());
