#!/usr/bin/env node
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import type { VclOptions } from '@mizan/protocol';
import { CommandError } from './command-error.js';
import { describeFailure } from './describe-failure.js';
import type { ExportJob } from './export-job.js';
import { runExport } from './run-export.js';

interface ExportFlags {
  readonly export: string;
  readonly out?: string;
  readonly globalPrefix?: string;
  readonly format?: 'json' | 'vcl';
  readonly backend?: string;
  readonly purgeFrom?: readonly string[];
}

const program = new Command('mizan')
  .description(
    'Reads the declarations of a Nest app. Nothing of the app is constructed, and no connection is opened.',
  )
  .version(readVersion());

exportCommand('ir', 'print the IR as KDL, which mizan-generate makes clients from');
exportCommand('manifest', 'print the edge manifest as JSON, or as a configuration for Varnish')
  .option('--global-prefix <prefix>', 'what the app gives to setGlobalPrefix')
  .addOption(new Option('--format <format>', 'vcl for Varnish 7').choices(['json', 'vcl']).default('json'))
  .option('--backend <host:port>', 'where Varnish finds the app (default: "127.0.0.1:3000")')
  .option(
    '--purge-from <addresses...>',
    'who may purge Varnish by a request of the method PURGE (default: nobody)',
  );

try {
  await program.parseAsync();
} catch (error) {
  console.error(`mizan: ${describeFailure(error)}`);
  process.exitCode = 1;
}

function exportCommand(document: ExportJob['document'], description: string): Command {
  return program
    .command(`export-${document}`)
    .description(description)
    .argument('<file>', "the compiled file that exports the app's root module")
    .option('--export <name>', 'the name of that class', 'AppModule')
    .option('--out <file>', 'write there instead of to stdout')
    .action(async (file: string, flags: ExportFlags) => {
      const { export: exported, out, globalPrefix } = flags;
      const job = { document, file: resolve(file), exported, globalPrefix, vcl: readVclFlags(flags) };
      write(await runExport(job), out);
    });
}

function readVclFlags({ format, backend, purgeFrom }: ExportFlags): VclOptions | undefined {
  const given = { ...(backend !== undefined && { backend }), ...(purgeFrom !== undefined && { purgeFrom }) };
  if (format === 'vcl') return given;
  if (Object.keys(given).length === 0) return undefined;
  throw new CommandError('--backend and --purge-from are for --format vcl');
}

function write(text: string, out: string | undefined): void {
  if (out === undefined) {
    process.stdout.write(text);
    return;
  }
  try {
    writeFileSync(out, text);
  } catch (cause) {
    throw new CommandError(`${out} cannot be written: ${String(cause)}`, { cause });
  }
}

function readVersion(): string {
  const { version }: { readonly version: string } = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  );
  return version;
}
