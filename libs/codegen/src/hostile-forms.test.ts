import * as fc from 'fast-check';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

import { hostileIr } from './fixture/hostile-ir.js';
import { readExpression, type Said } from './fixture/read-expression.js';
import { identifiersIn, readGenerated } from './fixture/read-generated.js';
import type { Data } from './plan/browser-checks.js';
import type { ClientPlan, PlannedForm, PlannedProperty } from './plan/client-plan.js';
import { planClient } from './plan/plan-client.js';
import type { PlannedConstraint } from './plan/plan-constraint.js';
import type { FieldPiece, PlannedField } from './plan/plan-field.js';
import { printClient } from './print/print-client.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const numRuns = process.env['SOAK'] === '1' ? 10_000 : 1000;

describe(`forms that are hostile in every text (SEED=${seed})`, () => {
  it('become schemas and descriptions that say what was meant', { timeout: 600_000 }, () => {
    const check = fc.property(hostileIr, (ir) => {
      const plan = planClient(ir);
      const texts = new Map(printClient(plan, ['react']).map(({ fileName, text }) => [fileName, text]));
      expectForms(plan, read('forms.ts', texts));
      expectReactForms(plan, read('react-forms.ts', texts));
    });
    fc.assert(check, { seed, numRuns });
  });
});

function read(fileName: string, texts: ReadonlyMap<string, string>): readonly ts.Statement[] {
  const text = texts.get(fileName);
  if (text === undefined) return [];
  const { statements } = readGenerated(fileName, Buffer.from(text, 'utf8').toString('utf8'));
  return statements.filter((statement) => !ts.isImportDeclaration(statement) && !isClientMark(statement));
}

/** `'use client'` */
function isClientMark(statement: ts.Statement): boolean {
  return ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression);
}

/** Three types and two constants for each form, and nothing else. */
function expectForms({ forms, types }: ClientPlan, statements: readonly ts.Statement[]): void {
  expect(statements.map(nameOf)).toEqual(
    forms.flatMap((form) => [form.inputName, form.valuesName, form.dataName, form.schemaName, form.refName]),
  );
  forms.forEach((form, index) => {
    const [input, values, data, schema, ref] = statements.slice(5 * index, 5 * index + 5).map(bodyOf);
    const typeNames = new Set(types.map(({ name }) => name));
    for (const type of [input, values, data]) {
      const names = type === undefined ? [] : identifiersIn(type);
      const own = [...propertyNames(form.input), ...propertyNames(form.values), 'Blob', 'Readonly', 'Record'];
      expect(names.filter((name) => !typeNames.has(name) && !own.includes(name))).toEqual([]);
    }
    expect(readSchema(schema)).toEqual({ call: 'formSchema', args: [members(form.schema)] } satisfies Said);
    expect(readRef(ref)).toEqual(refOf(form));
  });
}

function expectReactForms({ forms }: ClientPlan, statements: readonly ts.Statement[]): void {
  const said = statements.map((statement) => [nameOf(statement), bodyOf(statement)?.getText()]);
  expect(said).toEqual(
    forms.flatMap(({ refName, hookName, componentName, formsetHookName, isFormset }) => [
      [hookName, `createFormHook(${refName})`],
      [componentName, `createFormComponent(${refName})`],
      ...(isFormset ? [[formsetHookName, `createFormsetHook(${refName})`]] : []),
    ]),
  );
}

function nameOf(statement: ts.Statement): string | undefined {
  if (ts.isTypeAliasDeclaration(statement)) return statement.name.text;
  if (!ts.isVariableStatement(statement)) throw new Error(statement.getText());
  return statement.declarationList.declarations[0]?.name.getText();
}

function bodyOf(statement: ts.Statement): ts.Node | undefined {
  if (ts.isTypeAliasDeclaration(statement)) return statement.type;
  return ts.isVariableStatement(statement)
    ? statement.declarationList.declarations[0]?.initializer
    : undefined;
}

/** `(() => c.formSchema<…>(…))()` */
function readSchema(node: ts.Node | undefined): Said {
  if (node === undefined || !ts.isCallExpression(node) || !ts.isParenthesizedExpression(node.expression))
    throw new Error('Not a schema of ours');
  const made = node.expression.expression;
  if (!ts.isArrowFunction(made)) throw new Error(made.getText());
  return readExpression(made.body);
}

/** `formRef<…>({…}, …)` */
function readRef(node: ts.Node | undefined): readonly Said[] {
  if (node === undefined || !ts.isCallExpression(node) || node.expression.getText() !== 'formRef')
    throw new Error('Not a reference of ours');
  return node.arguments.map(readExpression);
}

function refOf({ description, schemaName, hasFiles, isServed }: PlannedForm): readonly Said[] {
  const described = Object.entries(description).map(([name, value]) => [name, dataOf(value)] as const);
  const options = [
    ...(hasFiles ? [['body', { name: 'multipart' }] as const] : []),
    ...(isServed ? [['served', { name: 'servedSchema' }] as const] : []),
  ];
  return [
    { members: [...described, ['schema', { name: schemaName }]] },
    ...(options.length > 0 ? [{ members: options }] : []),
  ];
}

function members(fields: readonly PlannedField[]): Said {
  return { members: fields.map((field) => [field.name, fieldOf(field)] as const) };
}

function fieldOf(field: PlannedField): Said {
  const { piece, constraints, isRequired, isNullable, isConditional, untouched } = field;
  const made = pieceOf(piece, constraints.map(constraintOf));
  const conditional: Said = isConditional ? { call: 'conditional', args: [made] } : made;
  const nullable: Said = isNullable ? { call: 'nullable', args: [conditional] } : conditional;
  const required: Said = isRequired ? { call: 'required', args: [nullable] } : nullable;
  return untouched === undefined ? required : { call: 'untouched', args: [dataOf(untouched), required] };
}

function pieceOf(piece: FieldPiece, constraints: readonly Said[]): Said {
  switch (piece.kind) {
    case 'choice':
      return { call: 'choice', args: [dataOf(piece.values), ...constraints] };
    case 'list':
      return { call: 'list', args: [pieceOf(piece.item, []), ...constraints] };
    case 'object':
    case 'rows':
      return { call: piece.kind, args: [members(piece.members), ...constraints] };
    default:
      return { call: piece.kind, args: constraints };
  }
}

function constraintOf({ piece, args, known, each }: PlannedConstraint): Said {
  const made: Said = { call: piece, args: args.map(dataOf) };
  const named: Said = known === undefined ? made : { call: 'known', args: [dataOf({ ...known }), made] };
  return each ? { call: 'each', args: [named] } : named;
}

function dataOf(data: Data): Said {
  // JSON has one zero.
  if (typeof data === 'number') return data + 0;
  if (typeof data !== 'object' || data === null) return data;
  if (Array.isArray(data)) return data.map((item: Data) => dataOf(item));
  return { members: Object.entries(data).map(([name, value]) => [name, dataOf(value)] as const) };
}

function propertyNames(properties: readonly PlannedProperty[]): readonly string[] {
  return properties.flatMap(({ name, type }) => [name, ...namesInType(type)]);
}

function namesInType(type: PlannedProperty['type']): readonly string[] {
  if (type.kind === 'object') return propertyNames(type.properties);
  if (type.kind === 'list') return namesInType(type.item);
  return type.kind === 'union' ? type.members.flatMap(namesInType) : [];
}
