// @ts-check
import 'reflect-metadata';
import { ChannelService, MizanChannel, MizanModule } from '@mizan/nestjs';
import { NestFactory } from '@nestjs/core';
import { z } from 'zod';

// An app that pushes once and ends: `node start-app.mjs alone` or `node start-app.mjs redis`.
const realtime = process.argv[2] === 'redis' ? { redis: { url: 'redis://127.0.0.1:1' } } : undefined;

class Chat {
  static serverMessage = z.object({ text: z.string() });
  authorize() {
    return true;
  }
}
MizanChannel('chat')(Chat);

const root = MizanModule.forRoot(realtime === undefined ? {} : { realtime });
const module = { ...root, providers: [...(root.providers ?? []), Chat] };
const app = await NestFactory.create(module, { logger: false, abortOnError: false });
await app.listen(0, '127.0.0.1');
await app.get(ChannelService).push(Chat, {}, { text: 'hello' });
process.stdout.write('pushed');
await app.close();
