import { parseArgs } from 'node:util';

import { GenerateError } from '../errors.js';

/** What the command line asks for. */
export interface CliArguments {
  /** The configuration file, as given. */
  readonly config: string;
  readonly mode: CliMode;
}

/**
 * - `write`: bring the output folder up to date.
 * - `dry-run`: say what would be written.
 * - `check`: say whether it is up to date.
 * - `watch`: write, and again whenever the source or the configuration changes.
 */
export type CliMode = 'write' | 'dry-run' | 'check' | 'watch' | 'help' | 'version';

const modes = ['help', 'version', 'check', 'dry-run', 'watch'] as const;

export const helpText = `Usage: mizan-generate [options]

Writes a typed client from the IR of a Mizan server, as mizan.toml says.

Options:
  -c, --config <file>  the configuration (default: mizan.toml)
      --check          write nothing; exit with 1 and a short diff when the output is stale
      --dry-run        write nothing; list what would be written
  -w, --watch          write again whenever the source or the configuration changes
  -v, --version        print the version
  -h, --help           print this text

Exit codes: 0 all is well, 1 stale (--check), 2 failed.
`;

/**
 * Reads the arguments that follow the program's name.
 * @throws {GenerateError} `BAD_ARGUMENTS`
 */
export function readArguments(args: readonly string[]): CliArguments {
  const values = parseOptions(args);
  const [mode = 'write', ...others] = modes.filter((name) => values[name]);
  if (others.length > 0 && mode !== 'help' && mode !== 'version') {
    throw new GenerateError(
      'BAD_ARGUMENTS',
      `--${mode} and --${others.join(', --')} cannot go together: choose one.`,
    );
  }
  return { config: values.config, mode };
}

function parseOptions(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        config: { type: 'string', short: 'c', default: 'mizan.toml' },
        check: { type: 'boolean' },
        'dry-run': { type: 'boolean' },
        watch: { type: 'boolean', short: 'w' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean', short: 'v' },
      },
    }).values;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new GenerateError('BAD_ARGUMENTS', `${reason} See mizan-generate --help.`, { cause: error });
  }
}
