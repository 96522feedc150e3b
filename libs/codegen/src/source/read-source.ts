import { readFile } from 'node:fs/promises';
import path from 'node:path';

import type { SourceConfig } from '../config/mizan-config.js';
import { GenerateError } from '../errors.js';
import { nestCommand } from './nest-command.js';
import { runCommand } from './run-command.js';

/** A KDL text, and what error messages call it. */
export interface SourceText {
  readonly text: string;
  readonly name: string;
}

/**
 * Gets the KDL from wherever it comes.
 * @throws {GenerateError} `SOURCE_FAILED`
 */
export async function readSource(source: SourceConfig): Promise<SourceText> {
  switch (source.kind) {
    case 'file':
      return { text: await readKdlFile(source.path), name: path.relative(process.cwd(), source.path) };
    case 'nest':
      return run(nestCommand(source), source, 'Check "command" and "cwd" in [source.nest].');
    case 'script':
      return run(source.command, source, 'Check "command" and "cwd" in [source.script].');
    case 'django': {
      const command = [...source.command, source.managePath, 'export_mizan_ir'];
      return run(
        command,
        source,
        'Set "command" in [source.django] to your Python, such as ["uv", "run", "python"].',
      );
    }
  }
}

async function run(command: readonly string[], ...[config, hint]: RunArguments): Promise<SourceText> {
  const text = await runCommand(command, config, hint);
  return { text, name: `output of "${command.join(' ')}"` };
}

type RunArguments = [config: Parameters<typeof runCommand>[1], hint: string];

async function readKdlFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new GenerateError(
      'SOURCE_FAILED',
      `Could not read ${file}: ${reason}. Check "path" in [source.file].`,
      {
        cause: error,
      },
    );
  }
}
