import { statSync } from 'node:fs';
import path from 'node:path';

import type { CommandConfig, SourceConfig } from './mizan-config.js';
import type { TableReader } from './table-reader.js';

const kinds = ['nest', 'script', 'django', 'file'] as const;

/**
 * Reads `[source.…]`, of which there must be exactly one.
 * @param folder what relative paths count from
 */
export function readSourceConfig(config: TableReader, folder: string): SourceConfig | undefined {
  config.require('source', 'one of [source.nest], [source.script], [source.django] or [source.file]');
  const source = config.inner('source');
  if (source === undefined) return undefined;
  const [kind = 'nest', ...others] = kinds.filter((each) => source.has(each));
  source.require(kind, '[source.nest], [source.script], [source.django] or [source.file]');
  for (const other of others) {
    source.wrong([other], `There must be one source only: remove this one or [source.${kind}].`, 'key');
  }
  source.refuseUnknown();
  const table = source.inner(kind);
  const result = table && readers[kind](table, folder);
  table?.refuseUnknown();
  return result;
}

type ReadSource = (table: TableReader, folder: string) => SourceConfig | undefined;

const readers: Readonly<Record<(typeof kinds)[number], ReadSource>> = {
  nest: (table, folder) => {
    table.require('module', 'module = "dist/app.module.js"');
    const module = table.string('module', 'dist/app.module.js');
    const exported = table.string('export', 'AppModule');
    const command = table.command('command', '["node", "node_modules/@mizan/nestjs/bin/mizan.js"]');
    const run = readCommandConfig(table, folder);
    return module === undefined
      ? undefined
      : {
          kind: 'nest',
          module: path.resolve(folder, module),
          ...(exported === undefined ? {} : { export: exported }),
          ...(command === undefined ? {} : { command }),
          ...run,
        };
  },
  script: (table, folder) => {
    const example = '["node", "scripts/print-ir.js"]';
    table.require('command', `command = ${example}`);
    const command = table.command('command', example);
    const run = readCommandConfig(table, folder);
    return command && { kind: 'script', command, ...run };
  },
  django: (table, folder) => {
    table.require('manage_path', 'manage_path = "backend/manage.py"');
    const managePath = table.string('manage_path', 'backend/manage.py');
    const command = table.command('command', '["uv", "run", "python"]') ?? ['python'];
    const run = readCommandConfig(table, folder);
    return managePath === undefined
      ? undefined
      : { kind: 'django', managePath: path.resolve(folder, managePath), command, ...run };
  },
  file: (table, folder) => {
    table.require('path', 'path = "api.kdl"');
    const file = table.string('path', 'api.kdl');
    return file === undefined ? undefined : { kind: 'file', path: path.resolve(folder, file) };
  },
};

function readCommandConfig(table: TableReader, folder: string): CommandConfig {
  const given = table.string('cwd', '.');
  const cwd = path.resolve(folder, given ?? '.');
  // The system's own error would blame the program that was to run there.
  if (given !== undefined && !isFolder(cwd)) {
    table.wrong(['cwd'], `There is no folder ${cwd}: "cwd" counts from the folder of this file.`);
  }
  return { env: table.texts('env'), cwd };
}

function isFolder(place: string): boolean {
  return statSync(place, { throwIfNoEntry: false })?.isDirectory() === true;
}
