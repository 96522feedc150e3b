import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { SourceConfig } from '../config/mizan-config.js';
import { GenerateError } from '../errors.js';

type NestSource = Extract<SourceConfig, { kind: 'nest' }>;

/**
 * The program that prints the IR of a Nest app: `mizan export-ir <module>`, the one of the project's own
 * `@mizan/nestjs` unless `command` says otherwise.
 * @throws {GenerateError} `SOURCE_FAILED` when `@mizan/nestjs` is not installed
 */
export function nestCommand({ module, export: exported, command, cwd }: NestSource): readonly string[] {
  const program = command ?? [process.execPath, findMizanBin(cwd)];
  return [...program, 'export-ir', module, ...(exported === undefined ? [] : ['--export', exported])];
}

/** `mizan` speaks of its own options; this says how they are written in `mizan.toml`. */
export function explainNestFailure(stderr: string): string | undefined {
  return stderr.includes('--export')
    ? 'In mizan.toml, --export is written export = "…" in [source.nest].'
    : undefined;
}

/** Looks as Node does, from folder to folder upwards, since the package need not export its `package.json`. */
function findMizanBin(from: string): string {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const home = path.join(folder, 'node_modules', '@mizan', 'nestjs');
    const manifest = path.join(home, 'package.json');
    if (existsSync(manifest)) return path.join(home, binOf(JSON.parse(readFileSync(manifest, 'utf8'))));
    if (path.dirname(folder) === folder) break;
  }
  throw new GenerateError(
    'SOURCE_FAILED',
    `@mizan/nestjs is not installed in ${from} or above: install it, or set "command" in [source.nest].`,
  );
}

function binOf(manifest: unknown): string {
  const fallback = 'bin/mizan.js';
  if (typeof manifest !== 'object' || manifest === null || !('bin' in manifest)) return fallback;
  const { bin } = manifest;
  const isNamed = typeof bin === 'object' && bin !== null && 'mizan' in bin && typeof bin.mizan === 'string';
  return isNamed ? String(bin.mizan) : fallback;
}
