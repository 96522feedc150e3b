import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { RequestHandler } from 'express';
import { DeskModule } from './desk.module.js';
import { servePage } from './page/serve-page.js';
import { sessionMiddleware } from './session/session-middleware.js';
import { readSettings } from './settings.js';

const { port, host, pageFolder } = readSettings();
const app = await NestFactory.create<NestExpressApplication>(DeskModule, { forceCloseConnections: true });
app.enableShutdownHooks();
servePage(app, pageFolder);
app.use(app.get<RequestHandler>(sessionMiddleware));
await app.listen(port, host);
process.stdout.write(`The desk is open at ${await app.getUrl()}\n`);
