// @ts-check
import 'reflect-metadata';

import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { Arg, MizanClient, MizanModule, uploadOf } from '@mizan/nestjs';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { z } from 'zod';

// An app that takes files: `node upload-process.mjs <adapter> <folder>`. Says where it listens, and whenever it is asked
// how much memory it had at most since then. Plain JavaScript, since it runs outside of the tests, with the packages as
// they are published.
const [adapter = '', directory = ''] = process.argv.slice(2);

class FileFunctions {
  /** @param {import('@mizan/nestjs').MizanFile} file */
  async digest(file) {
    const hash = createHash('sha256');
    await pipeline(file.stream(), hash);
    return { size: file.size, digest: hash.digest('hex') };
  }
}
Arg('file', uploadOf({ maxSize: '2GB' }))(FileFunctions.prototype, 'digest', 0);
MizanClient({ output: z.object({ size: z.int(), digest: z.string() }) })(
  FileFunctions.prototype,
  'digest',
  /** @type {PropertyDescriptor} */ (Object.getOwnPropertyDescriptor(FileFunctions.prototype, 'digest')),
);

/** Nest takes any constructor for a module. */
function FileModule() {}
Module({ imports: [MizanModule.forRoot({ uploads: { directory } })], providers: [FileFunctions] })(
  FileModule,
);

const root = /** @type {new () => object} */ (/** @type {unknown} */ (FileModule));
/** @type {{ logger: ['error'] }} */
const options = { logger: ['error'] };
const app =
  adapter === 'fastify'
    ? await NestFactory.create(root, new FastifyAdapter(), options)
    : await NestFactory.create(root, options);
await app.listen(0, '127.0.0.1');

let highest = 0;
const look = () => {
  highest = Math.max(highest, process.memoryUsage.rss());
};
setInterval(look, 5);
process.on('message', () => {
  look();
  process.send?.(highest);
  highest = 0;
});
process.on('disconnect', () => process.exit());
process.send?.(await app.getUrl());
