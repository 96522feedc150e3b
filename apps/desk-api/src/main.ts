import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DeskModule } from './desk.module.js';
import { servePage } from './page/serve-page.js';
import { useSessions } from './session/use-sessions.js';
import { readSettings } from './settings.js';

const { port, host, sessionSecret, pageFolder } = readSettings();
const app = await NestFactory.create<NestExpressApplication>(DeskModule, { forceCloseConnections: true });
app.enableShutdownHooks();
servePage(app, pageFolder);
await useSessions(app, sessionSecret);
await app.listen(port, host);
process.stdout.write(`The desk is open at ${await app.getUrl()}\n`);
