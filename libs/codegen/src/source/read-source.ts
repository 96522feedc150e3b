import { readFile } from 'node:fs/promises';
import path from 'node:path';

import type { SourceConfig } from '../config/mizan-config.js';
import { GenerateError } from '../errors.js';
import { explainNestFailure, nestCommand } from './nest-command.js';
import { runCommand, showCommand, type CommandAdvice } from './run-command.js';

/** A KDL text, and what error messages say of it. */
export interface SourceText {
  readonly text: string;
  /** Stands in front of a line and a column. */
  readonly name: string;
  /** What in `mizan.toml` decides what the text is. */
  readonly check: string;
  /** How it was made, when a program did. */
  readonly command?: string;
}

/**
 * Gets the KDL from wherever it comes.
 * @throws {GenerateError} `SOURCE_FAILED`
 */
export async function readSource(source: SourceConfig): Promise<SourceText> {
  switch (source.kind) {
    case 'file': {
      const check = 'Check "path" in [source.file].';
      const name = path.relative(process.cwd(), source.path);
      return { text: await readKdlFile(source.path, check), name, check };
    }
    case 'nest':
      return run(source, nestCommand(source), 'Check "module" and "export" in [source.nest].', {
        whenMissing: 'Check "command" in [source.nest].',
        whenFailed: explainNestFailure,
      });
    case 'script': {
      const check = 'Check "command" in [source.script].';
      return run(source, source.command, check, { whenMissing: check });
    }
    case 'django': {
      const command = [...source.command, source.managePath, 'export_mizan_ir'];
      return run(source, command, 'Check "manage_path" in [source.django].', {
        whenMissing: 'Set "command" in [source.django] to your Python, such as ["uv", "run", "python"].',
      });
    }
  }
}

async function run(
  source: Exclude<SourceConfig, { kind: 'file' }>,
  command: readonly string[],
  check: string,
  advice: CommandAdvice,
): Promise<SourceText> {
  const text = await runCommand(command, source, advice);
  return {
    text,
    name: `output of [source.${source.kind}]`,
    check,
    command: showCommand(command, source.cwd),
  };
}

async function readKdlFile(file: string, check: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new GenerateError('SOURCE_FAILED', `Could not read ${file}: ${reason}. ${check}`, { cause: error });
  }
}
