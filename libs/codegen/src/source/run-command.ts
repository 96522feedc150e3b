import { spawn } from 'node:child_process';

import { GenerateError } from '../errors.js';
import type { CommandConfig } from '../config/mizan-config.js';

/** So much of what a failing program wrote on stderr is shown. */
const SHOWN_LINES = 40;

/**
 * Runs a program without a shell and gives what it wrote on stdout.
 * @param hint what the user may do when the program cannot be found
 * @throws {GenerateError} `SOURCE_FAILED` with the end of its stderr
 */
export function runCommand(
  command: readonly string[],
  { env, cwd }: CommandConfig,
  hint: string,
): Promise<string> {
  const [program = '', ...args] = command;
  const shown = command.join(' ');
  return new Promise((resolve, reject) => {
    const fail = (what: string, cause?: Error): void =>
      reject(new GenerateError('SOURCE_FAILED', what, cause && { cause }));
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
      fail(`Could not run "${shown}" in ${cwd}: ${error.message}. ${hint}`, error),
    );
    child.on('close', (code, signal) => {
      if (code === 0) resolve(Buffer.concat(stdout).toString('utf8'));
      else {
        const end = code === null ? `was ended by ${signal}` : `ended with code ${code}`;
        fail(`"${shown}" ${end}.\n${lastLines(Buffer.concat(stderr).toString('utf8'))}`.trimEnd());
      }
    });
  });
}

function lastLines(text: string): string {
  const lines = text.trimEnd().split('\n');
  return lines.slice(-SHOWN_LINES).join('\n');
}
