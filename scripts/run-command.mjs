// @ts-check
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const workspaceRoot = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * @typedef {object} CommandOptions
 * @property {string} [cwd] default: the workspace root
 * @property {Readonly<Record<string, string>>} [env] added to this process's environment
 * @property {boolean} [quiet] collect the output instead of showing it; default false
 */

/** @typedef {{ readonly code: number, readonly output: string }} CommandResult */

/**
 * Runs a program to its end. `output` holds stdout and stderr as they came when `quiet`, else nothing.
 * A program ended by a signal, or one that cannot be started, has code 1.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {CommandOptions} [options]
 * @returns {Promise<CommandResult>}
 */
export function runCommand(program, args, options = {}) {
  const { cwd = workspaceRoot, env = {}, quiet = false } = options;
  return new Promise((resolve) => {
    const child = spawn(program, [...args], {
      cwd,
      env: { ...process.env, ...env },
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    });
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk) => (output += chunk));
    child.stderr?.setEncoding('utf8').on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ code: 1, output: `${output}${program}: ${error.message}\n` }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/**
 * Runs the JavaScript of an installed package's command with this Node, which needs no shell on any system.
 *
 * @param {string} packageName
 * @param {readonly string[]} args
 * @param {CommandOptions & { command?: string }} [options] `command` when the package has several
 */
export function runTool(packageName, args, options = {}) {
  const folder = join(workspaceRoot, 'node_modules', packageName);
  /** @type {{ bin: string | Record<string, string> }} */
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const command = options.command ?? packageName.slice(packageName.lastIndexOf('/') + 1);
  const file = typeof bin === 'string' ? bin : bin[command];
  if (file === undefined) throw new Error(`${packageName} has no command "${command}"`);
  return runCommand(process.execPath, [join(folder, file), ...args], options);
}

/**
 * Runs npm: the one that started this process when there is one, else the one beside this Node.
 *
 * @param {readonly string[]} args
 * @param {CommandOptions} [options]
 */
export function runNpm(args, options = {}) {
  const npm = process.env['npm_execpath'];
  if (npm !== undefined && npm.endsWith('.js')) return runCommand(process.execPath, [npm, ...args], options);
  if (process.platform !== 'win32') return runCommand('npm', args, options);
  const bundled = join(dirname(process.execPath), 'node_modules/npm/bin/npm-cli.js');
  return runCommand(process.execPath, [bundled, ...args], options);
}

/** @param {number} startedAt a `performance.now()` */
export function secondsSince(startedAt) {
  return `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
}
