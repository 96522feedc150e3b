import path from 'node:path';

import { parse, TomlError } from 'smol-toml';

import { GenerateError } from '../errors.js';
import { targets, type TargetName } from '../print/targets.js';
import { locateToml } from './locate-toml.js';
import type { MizanConfig } from './mizan-config.js';
import { readSourceConfig } from './read-source-config.js';
import { TableReader, type ConfigProblem } from './table-reader.js';

/**
 * Reads the text of a `mizan.toml`; of the disk it looks only whether a `cwd` is there.
 * @param fileName stands in front of the position in error messages
 * @param folder what relative paths count from: the folder of the file
 * @throws {GenerateError} `CONFIG_INVALID` with every problem, one a line: `mizan.toml:3:1: …`
 */
export function readConfig(text: string, fileName: string, folder: string): MizanConfig {
  const problems: ConfigProblem[] = [];
  const config = new TableReader(parseToml(text, fileName), [], problems);
  config.require('output', 'output = "src/mizan"');
  const output = config.string('output', 'src/mizan');
  const targetNames = readTargets(config);
  const source = readSourceConfig(config, folder);
  config.refuseUnknown();
  if (problems.length > 0 || output === undefined || source === undefined) {
    throw new GenerateError('CONFIG_INVALID', describeProblems(problems, text, fileName));
  }
  return { output: path.resolve(folder, output), targets: targetNames, source };
}

function parseToml(text: string, fileName: string): Readonly<Record<string, unknown>> {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [reason = ''] = error.message.replace(/^Invalid TOML document: /, '').split('\n');
    const place = `${fileName}:${error.line}:${error.column}`;
    throw new GenerateError('CONFIG_INVALID', `${place}: This is no valid TOML: ${reason}.`, {
      cause: error,
    });
  }
}

function readTargets(config: TableReader): readonly TargetName[] {
  const known = Object.keys(targets)
    .map((name) => `"${name}"`)
    .join(', ');
  config.require('targets', 'targets = ["react"]');
  const names = config.strings('targets', '["react"]', `name at least one of ${known}`);
  const wanted = new Set<TargetName>();
  for (const [index, name] of (names ?? []).entries()) {
    if (isTargetName(name)) wanted.add(name);
    else config.wrong(['targets', index], `There is no target "${name}"; known are: ${known}.`);
  }
  return [...wanted];
}

function isTargetName(name: string): name is TargetName {
  return Object.hasOwn(targets, name);
}

function describeProblems(problems: readonly ConfigProblem[], text: string, fileName: string): string {
  const locate = locateToml(text);
  return problems
    .map(({ path: place, at, message }) => ({ message, ...(locate(place)?.[at] ?? { line: 1, column: 1 }) }))
    .sort((a, b) => a.line - b.line || a.column - b.column)
    .map(({ line, column, message }) => `${fileName}:${line}:${column}: ${message}`)
    .join('\n');
}
