import { NestFactory } from '@nestjs/core';

import { MizanAppModule } from './mizan-app.module.js';

export async function openMizan(redisUrl: string): Promise<string> {
  const app = await NestFactory.create(MizanAppModule.with(redisUrl), { logger: ['error', 'warn'] });
  await app.listen(0, '127.0.0.1');
  return app.getUrl();
}
