import path from 'node:path';

import type { CommandConfig, SourceConfig } from './mizan-config.js';
import type { TableReader } from './table-reader.js';

const kinds = ['nest', 'script', 'django', 'file'] as const;

/**
 * Reads `[source.…]`, of which there must be exactly one.
 * @param folder what relative paths count from
 */
export function readSourceConfig(config: TableReader, folder: string): SourceConfig | undefined {
  const source = config.inner('source');
  if (source === undefined) {
    if (config.present(['source']).length === 0) {
      config.missing('source', 'one of [source.nest], [source.script], [source.django] or [source.file]');
    }
    return undefined;
  }
  const [kind, ...others] = source.present(kinds);
  for (const other of others) {
    source.wrong([other], `There must be one source only: remove this one or [source.${kind}].`, 'key');
  }
  const read = Object.fromEntries(kinds.map((each) => [each, source.inner(each)]));
  source.refuseUnknown();
  if (kind === undefined)
    source.missing('nest', '[source.nest], [source.script], [source.django] or [source.file]');
  const table = kind === undefined ? undefined : read[kind];
  if (kind === undefined || table === undefined) return undefined;
  const result = readers[kind](table, folder);
  table.refuseUnknown();
  return result;
}

type ReadSource = (table: TableReader, folder: string) => SourceConfig | undefined;

const readers: Readonly<Record<(typeof kinds)[number], ReadSource>> = {
  nest: (table, folder) => {
    const module = required(table, 'module', 'src/app.module.ts');
    const exported = table.string('export', 'AppModule');
    const command = table.command('command', '["node", "node_modules/@mizan/nestjs/dist/bin/mizan.js"]');
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
    const command = table.command('command', example);
    if (command === undefined && table.present(['command']).length === 0) {
      table.missing('command', `command = ${example}`);
    }
    const run = readCommandConfig(table, folder);
    return command && { kind: 'script', command, ...run };
  },
  django: (table, folder) => {
    const managePath = required(table, 'manage_path', 'backend/manage.py');
    const command = table.command('command', '["uv", "run", "python"]') ?? ['python'];
    const run = readCommandConfig(table, folder);
    return managePath === undefined
      ? undefined
      : { kind: 'django', managePath: path.resolve(folder, managePath), command, ...run };
  },
  file: (table, folder) => {
    const file = required(table, 'path', 'api.kdl');
    return file === undefined ? undefined : { kind: 'file', path: path.resolve(folder, file) };
  },
};

function required(table: TableReader, key: string, example: string): string | undefined {
  const value = table.string(key, example);
  if (value === undefined && table.present([key]).length === 0) table.missing(key, `${key} = "${example}"`);
  return value;
}

function readCommandConfig(table: TableReader, folder: string): CommandConfig {
  return { env: table.texts('env'), cwd: path.resolve(folder, table.string('cwd', '.') ?? '.') };
}
