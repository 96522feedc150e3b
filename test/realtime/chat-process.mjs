// @ts-check
import 'reflect-metadata';

import { ChannelService, MizanChannel, MizanModule } from '@mizan/nestjs';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { z } from 'zod';

// One process of a chat: `node chat-process.mjs <URL of Redis>`. Says where it listens, then counts aloud in the room
// 'numbers' for as long as it is told to. Plain JavaScript, since it runs outside of the tests, with the packages as they
// are published.
const [url = ''] = process.argv.slice(2);

/** What it was told last. */
const orders = { isCounting: false };

class Chat {
  static params = z.object({ room: z.string() });
  static clientMessage = z.object({ text: z.string() });
  static serverMessage = z.object({ text: z.string() });

  authorize() {
    return true;
  }

  /**
   * @param {unknown} _params
   * @param {{ readonly text: string }} message
   */
  receive(_params, message) {
    return message;
  }

  onModuleDestroy() {
    orders.isCounting = false;
  }
}
MizanChannel('chat')(Chat);

/** Nest takes any constructor for a module. */
function ChatModule() {}
Module({ imports: [MizanModule.forRoot({ realtime: { redis: { url } } })], providers: [Chat] })(ChatModule);

const app = await NestFactory.create(/** @type {new () => object} */ (/** @type {unknown} */ (ChatModule)), {
  logger: ['error'],
});
await app.listen(0, '127.0.0.1');
app.enableShutdownHooks();

async function count() {
  for (let at = 0; orders.isCounting; at += 1) {
    await app.get(ChannelService).push(Chat, { room: 'numbers' }, { text: `${process.pid} ${at}` });
    if (at % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
}

process.on('message', (order) => {
  orders.isCounting = order === 'count';
  if (orders.isCounting) void count();
});
process.on('disconnect', () => process.exit());
process.send?.(await app.getUrl());
