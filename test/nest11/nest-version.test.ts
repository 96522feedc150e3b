import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Resolves as a file of libs/nestjs does, which in this copy of the workspace must find Nest 11. */
const resolve = createRequire(join(process.cwd(), 'libs/nestjs/src/index.ts')).resolve;

/** The folder of an installed package, whatever its `exports` hide. */
function packageFolder(name: string): string {
  const file = resolve(name);
  const end = file.lastIndexOf(join('node_modules', name)) + join('node_modules', name).length;
  return file.slice(0, end);
}

function versionOf(name: string): string {
  return String(JSON.parse(readFileSync(join(packageFolder(name), 'package.json'), 'utf8')).version);
}

describe('the copy of the workspace for Nest 11', () => {
  it.each(['common', 'core', 'platform-express', 'platform-fastify', 'testing', 'swagger', 'passport'])(
    'has @nestjs/%s of version 11',
    (name) => {
      expect(versionOf(`@nestjs/${name}`)).toMatch(/^11\./);
    },
  );

  it.each([
    '@nestjs/throttler',
    '@nestjs/cache-manager',
    '@nestjs/mapped-types',
    'class-validator',
    'class-transformer',
    'reflect-metadata',
    'rxjs',
  ])('has a %s of its own', (name) => {
    expect(packageFolder(name)).toBe(join(process.cwd(), 'node_modules', name));
  });
});
