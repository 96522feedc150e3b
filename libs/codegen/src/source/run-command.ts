import { spawn } from 'node:child_process';

import { GenerateError } from '../errors.js';
import type { CommandConfig } from '../config/mizan-config.js';

/** So much of what a failing program wrote on stderr is shown. */
const SHOWN_LINES = 40;

/** What the user may do about a command that does not work. */
export interface CommandAdvice {
  readonly whenMissing: string;
  /** Gets what the program wrote on stderr. */
  readonly whenFailed?: (stderr: string) => string | undefined;
}

/**
 * Runs a program without a shell and gives what it wrote on stdout.
 * @throws {GenerateError} `SOURCE_FAILED`: first the reason, with the end of its stderr, then what was run
 */
export function runCommand(
  command: readonly string[],
  { env, cwd }: CommandConfig,
  { whenMissing, whenFailed }: CommandAdvice,
): Promise<string> {
  const [program = '', ...args] = command;
  const shown = showCommand(command, cwd);
  return new Promise((resolve, reject) => {
    const fail = (lines: readonly (string | undefined)[], cause?: Error): void =>
      reject(new GenerateError('SOURCE_FAILED', lines.filter(Boolean).join('\n'), cause && { cause }));
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', (error) =>
      fail([`"${program}" could not be run: ${reasonOf(error)}. ${whenMissing}`, shown], error),
    );
    child.on('close', (code, signal) => {
      if (code === 0) {
        resolve(Buffer.concat(stdout).toString('utf8'));
        return;
      }
      const end = code === null ? `was ended by ${signal}` : `ended with code ${code}`;
      const written = Buffer.concat(stderr).toString('utf8');
      fail([lastLines(written), whenFailed?.(written), `The source ${end}. ${shown}`]);
    });
  });
}

/** A line for the end of a message: what was run, and where. */
export function showCommand(command: readonly string[], cwd: string): string {
  return `The command, in ${cwd}: ${command.map(quote).join(' ')}`;
}

/** Such that one can tell where an argument ends. */
function quote(word: string): string {
  return /^[\w@%+=:,./\\-]+$/.test(word) ? word : JSON.stringify(word);
}

function reasonOf(error: Error): string {
  return 'code' in error && error.code === 'ENOENT' ? 'there is no such program (ENOENT)' : error.message;
}

function lastLines(text: string): string {
  const lines = text.trimEnd().split('\n');
  return lines.slice(-SHOWN_LINES).join('\n');
}
