import { NestFactory } from '@nestjs/core';
import { ChannelService } from '@mizan/nestjs';

import type { BenchApp } from './bench-app.js';
import { FeedChannel } from './feed.channel.js';
import { MizanAppModule } from './mizan-app.module.js';

export async function openMizan(): Promise<BenchApp> {
  const app = await NestFactory.create(MizanAppModule.with(), { logger: ['error', 'warn'] });
  await app.listen(0, '127.0.0.1');
  const channels = app.get(ChannelService);
  return { url: await app.getUrl(), push: (line) => channels.push(FeedChannel, {}, line) };
}
