#!/usr/bin/env node
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { CommandError } from './command-error.js';
import { describeFailure } from './describe-failure.js';
import type { ExportJob } from './export-job.js';
import { runExport } from './run-export.js';

interface ExportFlags {
  readonly export: string;
  readonly out?: string;
  readonly globalPrefix?: string;
}

const program = new Command('mizan')
  .description(
    'Reads the declarations of a Nest app. Nothing of the app is constructed, and no connection is opened.',
  )
  .version(readVersion());

exportCommand('ir', 'print the IR as KDL, which mizan-generate makes clients from');
exportCommand('manifest', 'print the edge manifest as JSON').option(
  '--global-prefix <prefix>',
  'what the app gives to setGlobalPrefix',
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
    .action(async (file: string, { export: exported, out, globalPrefix }: ExportFlags) => {
      write(await runExport({ document, file: resolve(file), exported, globalPrefix }), out);
    });
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
