import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { workspaceRoot } from '../workspace-root.js';
import type { CodeBlock } from './code-block.js';

const runFile = promisify(execFile);

/** A project made of the code blocks that name a file, where a reader of the docs would have them. */
export interface DocsProject {
  readonly folder: string;
  readonly blocks: readonly CodeBlock[];
}

const compilerOptions = {
  target: 'ES2023',
  module: 'NodeNext',
  lib: ['ES2023', 'DOM', 'DOM.Iterable'],
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noImplicitReturns: true,
  noUnusedLocals: true,
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
  skipLibCheck: true,
  jsx: 'react-jsx',
  types: ['node'],
};

/** The server is compiled to run; the page is only checked, since it needs the client that the server generates. */
const configs = {
  'package.json': { name: 'docs-project', private: true, type: 'module' },
  'tsconfig.json': {
    compilerOptions: { ...compilerOptions, rootDir: 'src', outDir: 'dist' },
    include: ['src'],
  },
  'tsconfig.web.json': { compilerOptions: { ...compilerOptions, noEmit: true }, include: ['web'] },
};

/**
 * Writes the files of some blocks into a new project under temp/.
 *
 * @throws {Error} when two blocks of them are the same file
 */
export function writeProject(name: string, blocks: readonly CodeBlock[]): DocsProject {
  const folder = join(workspaceRoot, 'temp/docs', name);
  rmSync(folder, { recursive: true, force: true });
  const files = new Map(Object.entries(configs).map(([file, content]) => [file, JSON.stringify(content)]));
  for (const { page, line, file, text } of blocks) {
    if (file === undefined) continue;
    if (files.has(file)) throw new Error(`${page}:${line}: ${file} is already written by another block`);
    files.set(file, text);
  }
  for (const [file, content] of files) writeFile(folder, file, content);
  return { folder, blocks };
}

function writeFile(folder: string, file: string, content: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), content);
}

/**
 * Compiles what a tsconfig of the project includes.
 *
 * @returns the compiler's messages, empty when there are none
 */
export async function compile({ folder }: DocsProject, config: string): Promise<string> {
  return failureOf(join(workspaceRoot, 'node_modules/typescript/bin/tsc'), ['-p', config], folder);
}

/** Runs `mizan-generate` as built, in the project's folder. */
export async function generate({ folder }: DocsProject): Promise<string> {
  return failureOf(join(workspaceRoot, 'libs/codegen/dist/bin/mizan-generate.js'), [], folder);
}

/** Runs tests of the project that are compiled already. */
export async function runTests({ folder }: DocsProject): Promise<string> {
  const vitest = join(workspaceRoot, 'node_modules/vitest/vitest.mjs');
  writeFile(
    folder,
    'vitest.config.mjs',
    "export default { test: { include: ['dist/**/*.test.js'], exclude: [] } };\n",
  );
  return failureOf(vitest, ['run'], folder);
}

async function failureOf(script: string, args: readonly string[], cwd: string): Promise<string> {
  try {
    await runFile(process.execPath, [script, ...args], { cwd });
    return '';
  } catch (error) {
    if (!(error instanceof Error) || !('stdout' in error && 'stderr' in error)) throw error;
    return `${String(error.stdout)}${String(error.stderr)}`;
  }
}

/**
 * A module with every function and channel of the project's files, so that its client can be generated: most pages
 * show functions, and not the module that provides them.
 */
export function writeModuleOfAll({ folder, blocks }: DocsProject): void {
  const files = blocks.flatMap(({ file }) =>
    file !== undefined && /\.(functions|channel|form|service|validator)\.ts$/.test(file) ? [file] : [],
  );
  const imports = files.map(
    (file, index) => `import * as m${index} from '${file.replace(/^src/, '.').replace(/\.ts$/, '.js')}';`,
  );
  const modules = files.map((_, index) => `m${index}`).join(', ');
  const source = `import { MizanModule } from '@mizan/nestjs';
import { Module } from '@nestjs/common';
${imports.join('\n')}

const exported: unknown[] = [${modules}].flatMap((module) => Object.values(module));
const isClass = (value: unknown): value is new () => object => typeof value === 'function' && /^class/.test(String(value));
const hasFunctions = (value: new () => object) => Object.getOwnPropertyNames(value.prototype).length > 1;

@Module({ imports: [MizanModule.forRoot()], providers: exported.filter(isClass).filter(hasFunctions) })
export class EveryModule {}
`;
  writeFile(folder, 'src/every.module.ts', source);
  const toml =
    'output = "web/mizan"\ntargets = ["react"]\n\n[source.nest]\nmodule = "dist/every.module.js"\nexport = "EveryModule"\n';
  writeFile(folder, 'mizan.toml', toml);
}
