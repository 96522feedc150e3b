import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transform } from '@swc/core';
import { type Field, foldShape, type ShapeFold } from '@mizan/protocol';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as bare from './dto-suite.test-d.js';
import { TypeCatalog } from './type-catalog.js';
import type { DtoClass } from './type-declaration.js';

const folder = path.dirname(fileURLToPath(import.meta.url));
const source = await readFile(path.join(folder, 'dto-suite.test-d.ts'), 'utf8');
let temp: string;

beforeAll(async () => {
  // Inside the package, so that bare imports resolve from there.
  const temps = path.join(folder, '../../temp');
  await mkdir(temps, { recursive: true });
  temp = await mkdtemp(path.join(temps, 'dto-suite-'));
});

afterAll(() => rm(temp, { recursive: true }));

type Suite = Readonly<Record<string, unknown>>;

/** Every way to compile the suite. Under vitest, an import of the source is compiled by oxc. */
const compilers: readonly (readonly [name: string, compile: () => Promise<Suite>])[] = [
  ['oxc', () => Promise.resolve(bare)],
  ['tsc', () => load('tsc', withTsc(true))],
  ['tsc without define semantics', () => load('tsc-set', withTsc(false))],
  ['swc', async () => load('swc', await withSwc(true))],
  ['swc without define semantics', async () => load('swc-set', await withSwc(false))],
];

function withTsc(useDefineForClassFields: boolean): string {
  const { target, module } = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };
  const flags = { experimentalDecorators: true, emitDecoratorMetadata: true, useDefineForClassFields };
  return ts.transpileModule(source, { compilerOptions: { target, module, ...flags } }).outputText;
}

async function withSwc(useDefineForClassFields: boolean): Promise<string> {
  const { code } = await transform(source, {
    filename: 'dto-suite.ts',
    configFile: false,
    swcrc: false,
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields },
    },
  });
  return code;
}

async function load(name: string, code: string): Promise<Suite> {
  const file = path.join(temp, `${name}.mjs`);
  await writeFile(file, code.replace(/(['"])\.\/index\.js\1/, JSON.stringify(path.join(folder, 'index.ts'))));
  const suite: unknown = await import(pathToFileURL(file).href);
  return suite as Suite;
}

/** The structs of a suite, a line each, and its problems. */
function describeSuite(suite: Suite) {
  const catalog = new TypeCatalog();
  for (const [name, type] of Object.entries(suite)) {
    const site = { className: 'Suite', methodName: name };
    if (typeof type === 'function') catalog.describeOutput(type as unknown as DtoClass, site);
  }
  const structs = Object.entries(catalog.structs).map(([name, { fields }]) => [name, fields.map(fieldText)]);
  return { structs: Object.fromEntries(structs) as unknown, problems: catalog.problems };
}

function fieldText({ name, required, shape, default: initial, description }: Field): string {
  const ending = initial === undefined ? '' : ` = ${JSON.stringify(initial)}`;
  return `${name}${required ? '' : '?'}: ${foldShape(shape, asText)}${ending}${description ? ` // ${description}` : ''}`;
}

const asText: ShapeFold<string> = {
  primitive: (name) => name,
  ref: (name) => name,
  list: (item) => `${item}[]`,
  optional: (item) => `${item}|null`,
  enum: (values) => `(${values.join('|')})`,
  union: (members) => `(${members.join(' or ')})`,
  upload: () => 'upload',
};

const expected = {
  Profile: ['user_id: integer', 'name: string', 'email?: string|null'],
  Order: ['id: integer', 'total: number', 'state?: (open|paid) = "open"'],
  Status: ['ok: boolean'],
  WhoAmI: ['user_id: integer|null', 'staff: boolean'],
  Filter: ['text: string', 'states?: (open|paid)[]'],
  Board: ['team: string', 'archived: boolean', 'cards: string[]'],
  Scalars: [
    'integer: integer',
    'alsoInteger: integer',
    'number: number',
    'boolean: boolean',
    'text: string',
    'email: string',
    'day: string',
    'at: string',
    'open: json',
    'kind: (card)',
  ],
  Enums: [
    'state: (open|paid)',
    'states: (open|paid)[]',
    'level: integer',
    'letter: (a|b)',
    'number: number',
    'maybe?: (open|paid)',
    'initially?: (open|paid) = "open"',
  ],
  Inferred: [
    'text: string',
    'number: number',
    'flag: boolean',
    'at: string',
    'order: Order',
    'exposed: string',
  ],
  Said: [
    'id: integer',
    'note: string|null',
    'numbers: integer|null[]',
    'table: string[][]',
    'state: (open|paid)',
    'letter: (a|b)',
    'open: json',
    'at: string',
    'orders: Order[]',
    'order: Order|null',
    'point: SaidPoint',
    'tags: string[]',
  ],
  SaidPoint: ['x: integer', 'y: integer'],
  Optionality: [
    'leftOut?: integer',
    'nullable: integer|null',
    'both?: integer|null',
    'byCondition: integer|null',
    'undefinedOnly?: integer',
    'dependent?: integer',
    'initially?: integer = 5',
    'now?: string',
  ],
  Nested: ['order: Order', 'orders: Order[]', 'atLeastOne: Order[]', 'filter?: Filter'],
  Comment: ['text: string', 'replies?: Comment[]', 'parent?: Comment|null'],
  Base: ['id: integer', 'title?: string = "untitled"'],
  Derived: ['id: integer', 'title?: string = "derived"', 'note?: string'],
  Partial: ['id?: integer', 'total?: number', 'state?: (open|paid) = "open"'],
  Picked: ['id: integer', 'state?: (open|paid) = "open"'],
  Omitted: [
    'id: integer',
    'note: string|null',
    'numbers: integer|null[]',
    'table: string[][]',
    'state: (open|paid)',
    'open: json',
    'at: string',
  ],
  Joined: ['ok: boolean', 'letter: (a|b)'],
  Kept: ['user_id?: integer|null', 'staff?: boolean'],
  Documented: [
    'name: string // What it is called',
    'state: (open|paid)',
    'states: (open|paid)[]',
    'order: Order|null',
    'orders: Order[]',
    'count?: integer',
    'many: integer // How many',
  ],
};

describe.each(compilers)('the DTO suite under %s', (_name, compile) => {
  it('has no problem and the same structs as under every other compiler', async () => {
    const { structs, problems } = describeSuite(await compile());
    expect(problems).toEqual([]);
    expect(structs).toEqual(expected);
  });
});
