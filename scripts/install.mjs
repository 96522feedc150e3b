// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { runNpm, workspaceRoot } from './run-command.mjs';

/**
 * @typedef {object} LockedPackage
 * @property {string} [version]
 * @property {string} [integrity]
 * @property {boolean} [link]
 * @property {boolean} [optional]
 * @property {Readonly<Record<string, string>>} [bin]
 */

/**
 * @param {string} file
 * @returns {Readonly<Record<string, LockedPackage>> | undefined}
 */
function readPackages(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : undefined;
}

/**
 * Whether a folder's node_modules hold what its package-lock.json says. npm records what it installed in
 * node_modules/.package-lock.json; packages for other systems are left out there.
 *
 * @param {string} folder
 */
export function isInstalled(folder) {
  const wanted = readPackages(join(folder, 'package-lock.json'));
  const installed = readPackages(join(folder, 'node_modules/.package-lock.json'));
  if (wanted === undefined || installed === undefined) return false;
  return Object.entries(wanted).every(([path, locked]) => {
    if (!path.includes('node_modules/')) return hasCommands(folder, locked);
    const found = installed[path];
    if (found === undefined) return locked.optional === true;
    const sameContent = locked.integrity === undefined || found.integrity === locked.integrity;
    return found.version === locked.version && sameContent;
  });
}

/**
 * Whether the commands of a package of the workspace are linked: one that is new is not, after a pull.
 *
 * @param {string} folder
 * @param {LockedPackage} workspacePackage
 */
function hasCommands(folder, { bin = {} }) {
  return Object.keys(bin).every((command) => existsSync(join(folder, 'node_modules/.bin', command)));
}

/**
 * Installs a folder's dependencies from its lockfile when they are missing or stale.
 *
 * @param {string} [folder] default: the workspace root
 * @throws {Error} when npm fails
 */
export async function installDependencies(folder = workspaceRoot) {
  if (isInstalled(folder)) return;
  console.log(`Installing dependencies${folder === workspaceRoot ? '' : ` of ${folder}`} …`);
  const { code, output } = await runNpm(['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    quiet: true,
  });
  if (code !== 0) throw new Error(`npm ci failed in ${folder}:\n${output}`);
}
