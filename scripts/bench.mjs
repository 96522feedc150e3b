// @ts-check
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { installDependencies } from './install.mjs';
import { runTool, workspaceRoot } from './run-command.mjs';

/**
 * One comparison. `target` bounds `ratio`: from below where more is better, from above where less is. A row without
 * one is only told, and so is one without anything to compare with.
 *
 * @typedef {object} BenchRow
 * @property {string} measure what was measured, with its unit
 * @property {number} ours
 * @property {number} [baseline]
 * @property {number} [ratio]
 * @property {number} [target]
 * @property {boolean} [met]
 */

/** A bench is a module `bench/<name>.mjs` that exports `run(): Promise<readonly BenchRow[]>`. */
const folder = join(workspaceRoot, 'bench');
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.mjs'))
  .map((file) => file.slice(0, -'.mjs'.length));

/** @param {number | undefined} value */
function show(value) {
  if (value === undefined) return '';
  return Number.isInteger(value) ? String(value) : value.toPrecision(value < 100 ? 3 : 4);
}

/** @param {readonly BenchRow[]} rows */
function printTable(rows) {
  const head = ['measure', 'ours', 'baseline', 'ratio', 'target', ''];
  const cells = rows.map((row) => [
    row.measure,
    ...[row.ours, row.baseline, row.ratio, row.target].map(show),
    row.met === undefined ? '' : row.met ? 'met' : 'missed',
  ]);
  const widths = head.map((title, column) =>
    Math.max(...[head, ...cells].map((row) => (row[column] ?? title).length)),
  );
  for (const row of [head, ...cells]) {
    const line = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    console.log(line.join('  ').trimEnd());
  }
}

const [name = ''] = process.argv.slice(2);
if (!existsSync(join(folder, `${name}.mjs`))) {
  console.error(`There is no bench "${name}". Give one of: npm run bench -- ${names.join(' | ')}`);
  process.exitCode = 1;
} else {
  await installDependencies();
  const built = await runTool('typescript', ['-b'], { command: 'tsc' });
  if (built.code !== 0) process.exit(1);
  /** @type {{ run: () => Promise<readonly BenchRow[]> }} */
  const bench = await import(pathToFileURL(join(folder, `${name}.mjs`)).href);
  const rows = await bench.run();
  printTable(rows);
  console.log(JSON.stringify({ bench: name, rows }));
}
