import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createMizan, functionRef } from '@mizan/client';
import { multipart } from '@mizan/client/uploads';
import { generateClient } from '@mizan/codegen';
import { MizanForm, mizanTesting, Typed } from '@mizan/nestjs';
import { buildIr, toPascalName } from '@mizan/protocol';
import { Injectable, type Type } from '@nestjs/common';
import type { ZodType } from 'zod';

import { MizanRegistry } from '../../libs/nestjs/src/index.js';
import { type StartedApp, startApp } from '../../libs/nestjs/test-support/start-app.js';
import { workspaceRoot } from '../workspace-root.js';

/** A property with its decorators, in the order of the source. */
export interface DeclaredProperty {
  readonly type: Parameters<typeof Typed>[0] | undefined;
  readonly decorators: readonly PropertyDecorator[];
  /** What the constructor puts there. */
  readonly initial?: unknown;
}

/** What is wrong, by path: the code. */
export type Codes = Readonly<Record<string, string>>;

/** What is said of what is wrong, by path. */
export type Messages = Readonly<Record<string, string>>;

/** Forms on a server, and the schemas that were generated from them. */
export interface BothSides {
  /** What the server says of each of these, in the process. */
  readonly server: (form: string, rows: readonly object[]) => Promise<readonly Codes[]>;
  /** The same over HTTP. */
  readonly overHttp: (form: string, rows: readonly object[]) => Promise<readonly Codes[]>;
  /** What the server says of a submission by a generated client, with the files in it. */
  readonly submit: (form: string, row: object) => Promise<Codes>;
  /** What the generated schema says. */
  readonly browser: (form: string, row: object) => Codes;
  /** What each side says to people, by path. */
  readonly messages: (
    form: string,
    row: object,
  ) => Promise<{ readonly server: Messages; readonly browser: Messages }>;
  readonly close: () => Promise<void>;
}

/** A class as somebody would have written it. */
export function declareClass(
  name: string,
  properties: Readonly<Record<string, DeclaredProperty>>,
): Type<object> {
  const initials = Object.entries(properties).filter(([, { initial }]) => initial !== undefined);
  const declared = {
    [name]: class {
      constructor() {
        this.#fill();
      }

      #fill(): void {
        for (const [property, { initial }] of initials) Reflect.set(this, property, initial);
      }
    },
  }[name];
  if (declared === undefined) throw new Error('There is no class');
  for (const [property, { type, decorators }] of Object.entries(properties)) {
    // From the bottom up, as compilers run them.
    for (const decorate of decorators.toReversed()) decorate(declared.prototype, property);
    // What it declares is known at run time only.
    if (type !== undefined) Reflect.apply(Typed(type), undefined, [declared.prototype, property]);
  }
  return declared;
}

/** A provider with a form, several of which can be sent together. */
export function declareForm(name: string, dto: Type<object>, input?: ZodType): Type<object> {
  class Form {
    handle(_data: object): void {}
  }
  Reflect.defineMetadata('design:paramtypes', [dto], Form.prototype, 'handle');
  const descriptor = Object.getOwnPropertyDescriptor(Form.prototype, 'handle');
  if (descriptor === undefined) throw new Error('There is no method');
  MizanForm({ name, formset: { max: 10_000 }, ...(input && { input }) })(
    Form.prototype,
    'handle',
    descriptor,
  );
  Injectable()(Form);
  return Form;
}

export async function openBothSides(forms: readonly Type<object>[]): Promise<BothSides> {
  const app = await startApp({ providers: [...forms] });
  const schemas = await generateSchemas(app);
  const testing = mizanTesting(app.app);
  const mizan = createMizan({ baseUrl: `${app.origin}/api/mizan` });
  return {
    server: async (form, rows) =>
      readReply((await testing.call(`${form}.formset.validate`, { forms: rows })).result, 'code'),
    messages: async (form, row) => {
      const { result } = await testing.call(`${form}.formset.validate`, { forms: [row] });
      const [server = {}] = readReply(result, 'message');
      return { server, browser: readIssues(schemas, form, row, 'message') };
    },
    overHttp: async (form, rows) => {
      const response = await app.call(`${form}.formset.validate`, { forms: rows });
      const { result } = (await response.json()) as { readonly result: unknown };
      return readReply(result, 'code');
    },
    submit: async (form, row) => {
      const ref = functionRef<object, Submitted>(`${form}.submit`, { body: multipart });
      const result = await mizan.call(ref, row);
      return result.success ? {} : readRow(result.errors, 'code');
    },
    browser: (form, row) => readIssues(schemas, form, row, 'code'),
    close: () => app.close(),
  };
}

/** What `forms.ts` exports. */
type Schemas = Readonly<Record<string, Schema | undefined>>;

interface Schema {
  readonly '~standard': { readonly validate: (value: unknown) => unknown };
}

async function generateSchemas({ app }: StartedApp): Promise<Schemas> {
  const temp = join(workspaceRoot, 'temp');
  mkdirSync(temp, { recursive: true });
  const folder = mkdtempSync(join(temp, 'forms-'));
  try {
    for (const { fileName, text } of generateClient(buildIr(app.get(MizanRegistry).graph), ['stage1']))
      writeFileSync(join(folder, fileName), text);
    // What it exports are schemas and references; what is asked for by name is a schema, or the test fails.
    return (await import(join(folder, 'forms.ts'))) as Schemas;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface RowReply {
  readonly errors: readonly {
    readonly field: string;
    readonly errors: readonly { readonly code: string; readonly message: string }[];
  }[];
}

function readReply(result: unknown, member: 'code' | 'message'): readonly Codes[] {
  const { per_form: rows } = result as { readonly per_form: readonly RowReply[] };
  return rows.map((row) => readRow(row, member));
}

type Submitted = { readonly success: true } | { readonly success: false; readonly errors: RowReply };

function readRow({ errors }: RowReply, member: 'code' | 'message'): Codes {
  return Object.fromEntries(errors.map(({ field, errors: [first] }) => [field, first?.[member] ?? 'none']));
}

interface SchemaReply {
  readonly issues?: readonly {
    readonly path?: readonly PropertyKey[];
    readonly message: string;
    readonly params?: { readonly code?: string };
  }[];
}

function readIssues(schemas: Schemas, form: string, row: object, member: 'code' | 'message'): Codes {
  const name = `${lowerFirst(toPascalName(form))}Schema`;
  const schema = schemas[name];
  if (schema === undefined) throw new Error(`There is no schema ${name}`);
  const { issues = [] } = schema['~standard'].validate(row) as SchemaReply;
  return Object.fromEntries(
    issues.map(({ path = [], params, message }) => [
      path.map(String).join('.'),
      member === 'message' ? message : (params?.code ?? 'none'),
    ]),
  );
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
