import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { CommandError } from './command-error.js';
import { type ExportJob, type ExportResult, resultDescriptor } from './export-job.js';

/**
 * Loads an app in a process of its own and returns the document. What the app writes to stdout, by whatever means,
 * comes out on stderr, as does a warning.
 *
 * @throws CommandError with the message of what went wrong
 */
export async function runExport(job: ExportJob): Promise<string> {
  if (!statSync(job.file, { throwIfNoEntry: false })?.isFile()) {
    throw new CommandError(`there is no file ${job.file}. Is the app built?`);
  }
  const result = await runWorker(job);
  if (result.kind === 'failure') throw new CommandError(result.message);
  if (result.warning !== undefined) console.error(`mizan: ${result.warning}`);
  return result.text;
}

async function runWorker(job: ExportJob): Promise<ExportResult> {
  const worker = fileURLToPath(import.meta.resolve('./export-worker.js'));
  const child = spawn(process.execPath, [...process.execArgv, worker, JSON.stringify(job)], {
    stdio: ['ignore', process.stderr.fd, 'inherit', 'pipe'],
  });
  const pipe = child.stdio[resultDescriptor];
  if (!(pipe instanceof Readable)) throw new Error('The process was started without a pipe for its answer');
  const [answer, [code, signal]] = await Promise.all([text(pipe), once(child, 'exit')]);
  if (answer !== '') return JSON.parse(answer);
  const end: string = signal ?? `exit code ${code}`;
  throw new CommandError(`${job.file} ended the process (${end}) while it was loaded`);
}
