import { pathToFileURL } from 'node:url';
import type { RootModule } from '../export/index.js';
import { CommandError } from './command-error.js';
import { describeFailure } from './describe-failure.js';
import type { ExportJob } from './export-job.js';

/**
 * Imports the file of an app and finds its root module. Compiled JavaScript of either kind; TypeScript only when Node
 * was started with a loader that keeps what decorators know of types.
 *
 * @throws CommandError when the file cannot be read as JavaScript or has no such export
 */
export async function loadRootModule({ file, exported }: ExportJob): Promise<RootModule> {
  const namespace = await importFile(file);
  const found = memberOf(namespace, exported) ?? memberOf(memberOf(namespace, 'default'), exported);
  if (isRootModule(found)) return found;
  if (found !== undefined) {
    throw new CommandError(`${exported} of ${file} is no module: name a class with @Module() by --export`);
  }
  const names = Object.keys(namespace).filter((name) => isRootModule(memberOf(namespace, name)));
  const others =
    names.length === 0 ? 'It exports no class.' : `It exports ${names.join(', ')}: name one by --export.`;
  throw new CommandError(`${file} has no export ${exported}. ${others}`);
}

async function importFile(file: string): Promise<object> {
  if (!/\.[cm]?[jt]sx?$/.test(file)) throw new CommandError(`${file} is no file of JavaScript`);
  try {
    return await import(pathToFileURL(file).href);
  } catch (error) {
    if (isTypeScript(file) && isSyntaxTrouble(error))
      throw new CommandError(typeScriptAdvice(file), { cause: error });
    throw new CommandError(`${file} could not be loaded: ${describeFailure(error)}`, { cause: error });
  }
}

function typeScriptAdvice(file: string): string {
  return `${file} is TypeScript, which Node cannot run with its decorators: name the compiled .js file, or start Node with a loader that keeps decorator metadata, such as NODE_OPTIONS="--import @swc-node/register/esm-register"`;
}

function isTypeScript(file: string): boolean {
  return /\.[cm]?tsx?$/.test(file);
}

function isSyntaxTrouble(error: unknown): boolean {
  if (error instanceof SyntaxError) return true;
  const code = memberOf(error, 'code');
  return typeof code === 'string' && /^ERR_(UNKNOWN_FILE_EXTENSION|.*TYPESCRIPT.*)$/.test(code);
}

function isRootModule(value: unknown): value is RootModule {
  return typeof value === 'function' || typeof memberOf(value, 'module') === 'function';
}

function memberOf(holder: unknown, name: string): unknown {
  return typeof holder === 'object' && holder !== null ? Reflect.get(holder, name) : undefined;
}
