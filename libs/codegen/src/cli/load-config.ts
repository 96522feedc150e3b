import { readFile } from 'node:fs/promises';
import path from 'node:path';

import type { MizanConfig } from '../config/mizan-config.js';
import { readConfig } from '../config/read-config.js';
import { GenerateError } from '../errors.js';

/**
 * Reads a `mizan.toml` from disk.
 * @param file as the user gave it; error messages repeat it
 * @throws {GenerateError} `CONFIG_NOT_FOUND` or `CONFIG_INVALID`
 */
export async function loadConfig(file: string): Promise<MizanConfig> {
  return readConfig(await readText(file), file, path.dirname(path.resolve(file)));
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new GenerateError(
      'CONFIG_NOT_FOUND',
      `Could not read ${file}: ${reason}. Run mizan-generate where mizan.toml is, or name it with --config.`,
      { cause: error },
    );
  }
}
