// @ts-check
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { packLibraries } from './cjs-app.mjs';
import { runNpm, workspaceRoot } from './run-command.mjs';

/**
 * @typedef {object} LockEntry
 * @property {string} [version]
 * @property {string} [resolved]
 * @property {string} [integrity]
 * @property {string} [license]
 * @property {string[]} [os]
 * @property {string[]} [cpu]
 * @property {string[]} [libc]
 * @property {boolean} [optional]
 * @property {Record<string, string>} [optionalDependencies]
 */

/** @typedef {{ packages: Record<string, LockEntry> }} Lockfile */

/** The folders that have a lockfile of their own. */
const folders = ['.', 'test/nest11', 'test/cjs-app'];

const systems = 'android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|aix|win32';
const processors = 'arm64|arm|x64|ia32|loong64|mips64el|ppc64|riscv64|s390x';
const platformPackage = new RegExp(`(?<os>${systems})-(?<cpu>${processors})(?:-(?<abi>[a-z]+))?$`);

/**
 * The entry of a package that holds the native part of another one for one system, read from its name.
 *
 * @param {string} name
 * @param {string} version
 * @returns {LockEntry | undefined} undefined for any other package
 */
function platformEntry(name, version) {
  const { os, cpu, abi } = platformPackage.exec(name)?.groups ?? {};
  if (os === undefined || cpu === undefined) return undefined;
  const libc = os === 'linux' && abi !== undefined ? (abi.startsWith('musl') ? 'musl' : 'glibc') : undefined;
  return {
    version,
    cpu: [cpu],
    ...(libc === undefined ? {} : { libc: [libc] }),
    optional: true,
    os: [os],
  };
}

/**
 * Leaves out the hash of what was packed here, which every build changes.
 *
 * @param {LockEntry} entry
 * @returns {LockEntry}
 */
function withoutOwnHash(entry) {
  if (entry.resolved?.startsWith('file:') !== true) return entry;
  const { integrity: _, ...rest } = entry;
  return rest;
}

/**
 * A registry that lacks a package's native parts for other systems makes npm leave them out of the lockfile, and
 * then `npm ci` refuses that lockfile everywhere. This adds what is missing, so that it installs on any system.
 *
 * @param {Lockfile} lockfile
 * @returns {Lockfile} with its packages sorted by path, as npm writes them
 */
export function completeLockfile(lockfile) {
  const packages = { ...lockfile.packages };
  for (const [path, entry] of Object.entries(lockfile.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const found = [`${path}/node_modules/${name}`, `node_modules/${name}`].some(
        (place) => place in packages,
      );
      const missing = found ? undefined : platformEntry(name, version);
      if (missing !== undefined) packages[`node_modules/${name}`] = missing;
    }
  }
  const sorted = Object.keys(packages).toSorted((a, b) => a.localeCompare(b, 'en'));
  return {
    ...lockfile,
    packages: Object.fromEntries(sorted.map((path) => [path, withoutOwnHash(packages[path] ?? {})])),
  };
}

/**
 * @param {string} file
 * @returns {Lockfile}
 */
function readLockfile(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/**
 * @param {string} file
 * @param {Lockfile} lockfile
 */
function writeLockfile(file, lockfile) {
  writeFileSync(file, `${JSON.stringify(lockfile, null, 2)}\n`);
}

/**
 * @param {Lockfile} lockfile
 * @returns {Lockfile}
 */
function withoutPacked(lockfile) {
  const kept = Object.entries(lockfile.packages).filter(([, { resolved }]) => !resolved?.startsWith('file:'));
  return { ...lockfile, packages: Object.fromEntries(kept) };
}

/**
 * @param {string} folder relative to the workspace root
 * @throws {Error} when npm fails
 */
async function updateLockfile(folder) {
  const cwd = join(workspaceRoot, folder);
  const file = join(cwd, 'package-lock.json');
  // npm would keep what it knows of a packed library whose version has not changed.
  writeLockfile(file, withoutPacked(readLockfile(file)));
  const { code, output } = await runNpm(
    ['install', '--package-lock-only', '--omit-lockfile-registry-resolved', '--loglevel=error'],
    { cwd, quiet: true },
  );
  if (code !== 0) throw new Error(`npm could not lock ${folder}:\n${output}`);
  writeLockfile(file, completeLockfile(readLockfile(file)));
  console.log(`✓ ${join(folder, 'package-lock.json')}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await packLibraries();
  for (const folder of folders) await updateLockfile(folder);
}
