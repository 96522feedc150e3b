import { GenerateError } from '../errors.js';
import type { ClientPlan } from '../plan/client-plan.js';
import { sealFile } from './seal.js';
import { targets, type FilePrinter, type TargetName } from './targets.js';

/** A file of the output folder, as it is to be. */
export interface GeneratedFile {
  readonly fileName: string;
  readonly text: string;
}

/**
 * Prints the files of the targets, and `index.ts`, which exports all that they do.
 *
 * @throws {GenerateError} `IR_INVALID` when a target has no way to express something.
 */
export function printClient(plan: ClientPlan, targetNames: readonly TargetName[]): readonly GeneratedFile[] {
  const problems = targetNames.flatMap((name) => targets[name].findProblems(plan));
  if (problems.length > 0) throw new GenerateError('IR_INVALID', problems.join('\n'));
  const printers = new Set<FilePrinter>(targetNames.flatMap((name) => targets[name].files));
  const printed = [...printers]
    .map((printer) => ({ ...printer, body: printer.print(plan) }))
    .filter(({ body }) => body !== '');
  const index = printed.map(
    ({ fileName, typesOnly }) =>
      `export ${typesOnly ? 'type ' : ''}* from './${fileName.replace(/\.ts$/, '.js')}';\n`,
  );
  return [...printed, { fileName: 'index.ts', body: index.join('') || 'export {};\n' }].map(
    ({ fileName, body }) => ({ fileName, text: sealFile(fileName, body) }),
  );
}
