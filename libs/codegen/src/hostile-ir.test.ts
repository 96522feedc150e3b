import * as fc from 'fast-check';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

import { hostileIr } from './fixture/hostile-ir.js';
import { identifiersIn, literalsIn, readGenerated, readType } from './fixture/read-generated.js';
import type { ClientPlan, PlannedProperty, TypeExpression } from './plan/client-plan.js';
import { planClient } from './plan/plan-client.js';
import { reservedNames } from './plan/reserved-names.js';
import { printClient } from './print/print-client.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const numRuns = process.env['SOAK'] === '1' ? 10_000 : 1000;

describe(`an IR that is hostile in every text (SEED=${seed})`, () => {
  it('becomes code with exactly the names and literals that were meant', { timeout: 600_000 }, () => {
    const check = fc.property(hostileIr, (ir) => {
      const plan = planClient(ir);
      const files = new Map(
        printClient(plan, ['react']).map(({ fileName, text }) => [
          fileName,
          readGenerated(fileName, onDisk(text)),
        ]),
      );
      expectNames(plan);
      expectTypes(plan, files.get('types.ts'));
      expectFunctions(plan, files.get('functions.ts'));
      expectContexts(plan, files.get('contexts.ts'));
      expectChannels(plan, files.get('channels.ts'));
      expectReact(plan, files.get('react.ts'));
      expectReactChannels(plan, files.get('react-channels.ts'));
      expect(identifiersIn(readIndex(files))).toEqual([]);
    });
    fc.assert(check, { seed, numRuns });
  });
});

/** The text as it comes back from a file. */
function onDisk(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}

function readIndex(files: ReadonlyMap<string, ts.SourceFile>): ts.SourceFile {
  const index = files.get('index.ts');
  if (index === undefined) throw new Error('There is no index.ts.');
  return index;
}

function expectNames({ types, functions, contexts, channels, forms }: ClientPlan): void {
  const names = [
    ...types.map(({ name }) => name),
    ...functions.flatMap(({ refName, callName, hookName }) => [refName, callName, hookName]),
    ...contexts.flatMap((each) => [each.refName, each.paramsName, each.bundleName, each.fetchName]),
    ...contexts.flatMap((each) => [each.providerName, each.hookName]),
    ...channels.flatMap(({ refName, hookName }) => [refName, hookName]),
    ...forms.flatMap((each) => [each.refName, each.schemaName, each.inputName, each.valuesName]),
    ...forms.flatMap((each) => [each.dataName, each.hookName, each.componentName, each.formsetHookName]),
  ];
  expect(new Set(names).size).toBe(names.length);
  expect(
    names.filter((name) => reservedNames.has(name) || !/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)),
  ).toEqual([]);
}

function expectTypes({ types }: ClientPlan, file: ts.SourceFile | undefined): void {
  const printed = (file?.statements ?? []).map((statement) => {
    if (!ts.isTypeAliasDeclaration(statement)) throw new Error(`Not a type: ${statement.getText()}`);
    return { name: statement.name.text, ...readBody(statement.type) };
  });
  expect(printed).toEqual(
    types.map((type) =>
      type.kind === 'alias'
        ? { name: type.name, type: type.type }
        : { name: type.name, properties: type.properties.map(withoutDoc) },
    ),
  );
}

type Body =
  { type: TypeExpression } | { properties: readonly Omit<PlannedProperty, 'description' | 'default'>[] };

function readBody(node: ts.TypeNode): Body {
  // The type of `{}`, in which no property is meant.
  if (node.getText() === 'Readonly<Record<string, never>>') return { properties: [] };
  if (!ts.isTypeLiteralNode(node)) return { type: readType(node) };
  return { properties: node.members.map(readProperty) };
}

function readProperty(member: ts.TypeElement): Omit<PlannedProperty, 'description' | 'default'> {
  if (!ts.isPropertySignature(member) || member.type === undefined) throw new Error(member.getText());
  if (!ts.isIdentifier(member.name) && !ts.isStringLiteral(member.name)) throw new Error(member.getText());
  const optional = member.questionToken !== undefined;
  const spelledOut = optional && ts.isUnionTypeNode(member.type) ? member.type.types : undefined;
  const types = spelledOut?.filter(({ kind }) => kind !== ts.SyntaxKind.UndefinedKeyword) ?? [member.type];
  const [type, ...others] = types.map(readType);
  if (type === undefined) throw new Error(member.getText());
  return {
    name: member.name.text,
    optional,
    type: others.length === 0 ? type : { kind: 'union', members: [type, ...others] },
  };
}

const withoutDoc = ({ name, optional, type }: PlannedProperty) => ({ name, optional, type });

/** Apart from imports: one constant and one function of one statement for each function. */
function expectFunctions({ types, functions }: ClientPlan, file: ts.SourceFile | undefined): void {
  const { kinds, literals, names } = summarize(file);
  const { VariableStatement, FunctionDeclaration } = ts.SyntaxKind;
  expect(kinds).toEqual(functions.flatMap(() => [VariableStatement, FunctionDeclaration]));
  expect(literals).toEqual(functions.map(({ wireName }) => wireName));
  expect(names).toEqual(functions.flatMap(({ refName, callName }) => [refName, callName]));
  expect(countOverSocket(file)).toBe(
    functions.filter(({ overSocket, hasFiles }) => overSocket && !hasFiles).length,
  );
  const withFiles = functions.filter(({ hasFiles }) => hasFiles);
  expectOnly(file, [
    ...names,
    ...types.map(({ name }) => name),
    ...(withFiles.length > 0 ? ['multipart', 'body'] : []),
  ]);
  expect(countOf('body', file)).toBe(withFiles.length);
}

function countOverSocket(file: ts.SourceFile | undefined): number {
  return countOf('overSocket', file);
}

function countOf(word: string, file: ts.SourceFile | undefined): number {
  return file === undefined ? 0 : identifiersIn(file).filter((name) => name === word).length;
}

function expectContexts({ contexts }: ClientPlan, file: ts.SourceFile | undefined): void {
  const { kinds, literals, names } = summarize(file);
  const { VariableStatement, FunctionDeclaration, TypeAliasDeclaration } = ts.SyntaxKind;
  const four = [TypeAliasDeclaration, TypeAliasDeclaration, VariableStatement, FunctionDeclaration];
  expect(kinds).toEqual(contexts.flatMap(() => four));
  expect(literals).toEqual(
    contexts.flatMap(({ wireName, params }) => [
      wireName,
      ...params.filter(({ optional }) => !optional).map(({ name }) => name),
    ]),
  );
  expect(names).toEqual(
    contexts.flatMap((each) => [each.paramsName, each.bundleName, each.refName, each.fetchName]),
  );
  expect(countOverSocket(file)).toBe(contexts.filter(({ overSocket }) => overSocket).length);
  const statements: readonly ts.Statement[] = file?.statements ?? [];
  const bodies = statements.filter(ts.isTypeAliasDeclaration).map(({ type }) => readBody(type));
  expect(bodies).toEqual(
    contexts.flatMap(({ params, members }) => [
      { properties: params.map(withoutDoc) },
      {
        properties: members.map(({ wireName, output }) => ({
          name: wireName,
          optional: false,
          type: output,
        })),
      },
    ]),
  );
}

/** Apart from imports: one constant for each channel, with three types, its name, and the names of its params. */
function expectChannels({ types, channels }: ClientPlan, file: ts.SourceFile | undefined): void {
  const { kinds, literals, names } = summarize(file);
  expect(kinds).toEqual(channels.map(() => ts.SyntaxKind.VariableStatement));
  expect(literals).toEqual(
    channels.flatMap(({ wireName, params }) => [wireName, ...propertiesOf(params, types)]),
  );
  expect(names).toEqual(channels.map(({ refName }) => refName));
  expect((file?.statements ?? []).flatMap(readTypeArguments)).toEqual(
    channels.map((each) => [each.params, each.clientMessage, each.serverMessage]),
  );
  expectOnly(file, ['channelRef', ...names, ...types.map(({ name }) => name)]);
}

/** The names of the properties of a struct. */
function propertiesOf(type: TypeExpression | undefined, types: ClientPlan['types']): readonly string[] {
  const named = types.find(({ name }) => type?.kind === 'name' && name === type.name);
  return named?.kind === 'struct' ? named.properties.map(({ name }) => name) : [];
}

function readTypeArguments(statement: ts.Statement): readonly (readonly (TypeExpression | undefined)[])[] {
  if (!ts.isVariableStatement(statement)) return [];
  const [declared] = statement.declarationList.declarations;
  if (declared?.initializer === undefined || !ts.isCallExpression(declared.initializer)) return [];
  const none = ['{}', 'never'];
  return [
    (declared.initializer.typeArguments ?? []).map((node) =>
      none.includes(node.getText()) ? undefined : readType(node),
    ),
  ];
}

function expectReactChannels({ channels }: ClientPlan, file: ts.SourceFile | undefined): void {
  const { kinds, literals, names } = summarize(file);
  expect(kinds).toEqual(channels.map(() => ts.SyntaxKind.VariableStatement));
  expect(literals).toEqual([]);
  expect(names).toEqual(channels.map(({ hookName }) => hookName));
  expectOnly(file, ['createChannelHook', ...names, ...channels.map(({ refName }) => refName)]);
}

function expectReact({ contexts, functions }: ClientPlan, file: ts.SourceFile | undefined): void {
  const { kinds, literals, names } = summarize(file);
  const members = contexts.flatMap((context) => context.members);
  const hooked = functions.filter((node) => !members.includes(node));
  expect(literals).toEqual(members.map(({ wireName }) => wireName));
  expect(names).toEqual([
    ...contexts.flatMap((each) => [
      each.providerName,
      each.hookName,
      ...each.members.map(({ hookName }) => hookName),
    ]),
    ...hooked.map(({ hookName }) => hookName),
  ]);
  expect(kinds).toEqual(names.map(() => ts.SyntaxKind.VariableStatement));
  expectOnly(file, [
    ...names,
    ...contexts.map(({ refName }) => refName),
    ...hooked.map(({ refName }) => refName),
  ]);
}

const ownWords = [
  ['CallOptions', 'Mizan', 'Promise', 'call', 'functionRef', 'input', 'mizan', 'options', 'undefined'],
  ['overSocket'],
  [
    'MizanContext',
    'createContextHook',
    'createFunctionHook',
    'createMemberHook',
    'createProvider',
    'useMizan',
  ],
].flat();

/** No identifier but those given and those that stand in every file. */
function expectOnly(file: ts.SourceFile | undefined, names: readonly (string | undefined)[]): void {
  const known = new Set([...ownWords, ...names]);
  expect((file === undefined ? [] : identifiersIn(file)).filter((name) => !known.has(name))).toEqual([]);
}

/** What a file declares, in order, and every string literal outside of imports and types. */
function summarize(file: ts.SourceFile | undefined) {
  const statements = (file?.statements ?? []).filter(
    (statement) => !ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement),
  );
  return {
    kinds: statements.map(({ kind }) => kind),
    names: statements.flatMap(declaredName),
    literals: statements.filter((statement) => !ts.isTypeAliasDeclaration(statement)).flatMap(literalsIn),
  };
}

function declaredName(statement: ts.Statement): string | undefined {
  if (ts.isTypeAliasDeclaration(statement)) return statement.name.text;
  if (ts.isFunctionDeclaration(statement)) {
    const [only, ...others] = statement.body?.statements ?? [];
    if (only === undefined || !ts.isReturnStatement(only) || others.length > 0)
      throw new Error(statement.getText());
    return statement.name?.text;
  }
  if (!ts.isVariableStatement(statement)) throw new Error(statement.getText());
  const [declared, ...others] = statement.declarationList.declarations;
  if (declared === undefined || others.length > 0 || declared.initializer === undefined)
    throw new Error(statement.getText());
  if (!ts.isCallExpression(declared.initializer)) throw new Error(statement.getText());
  return declared.name.getText();
}
