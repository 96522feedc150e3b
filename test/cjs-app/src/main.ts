import { NestFactory } from '@nestjs/core';

import { AppModule } from './app.module';

/** Serves on a free port, answers one read to itself and ends: run with plain Node, without Jest. */
async function main(): Promise<void> {
  const app = await NestFactory.create(AppModule, { logger: ['error', 'warn'] });
  await app.listen(0, '127.0.0.1');
  const response = await fetch(`${await app.getUrl()}/api/mizan/ctx/ticket/?ticket_id=7`);
  console.log(await response.text());
  await app.close();
}

void main();
