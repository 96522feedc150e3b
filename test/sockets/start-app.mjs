// @ts-check
import 'reflect-metadata';
import { MizanClient, MizanModule } from '@mizan/nestjs';
import { Injectable } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

const websocket = process.argv[2] === 'websocket';

class Functions {
  go() {
    return true;
  }
}
const descriptor = Object.getOwnPropertyDescriptor(Functions.prototype, 'go');
if (descriptor === undefined) throw new Error('go is gone');
MizanClient({ websocket, output: 'boolean' })(Functions.prototype, 'go', descriptor);
Injectable()(Functions);

const root = MizanModule.forRoot();
const module = { ...root, providers: [...(root.providers ?? []), Functions] };
const app = await NestFactory.create(module, { logger: false, abortOnError: false });
await app.listen(0, '127.0.0.1');
const response = await fetch(`${await app.getUrl()}/api/mizan/call/`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ fn: 'go' }),
});
process.stdout.write(await response.text());
await app.close();
