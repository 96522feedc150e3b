import { compareCodePoints, toCamelName, toPascalName } from '../names.js';
import type { FormFieldNode } from './form-node.js';
import type { ChannelDeclaration, FormDeclaration, FunctionDeclaration, Graph } from './graph.js';
import type { Field, Shape, TypeNode } from './ir.js';
import { isWrapped, refsOf, shapeText, withoutNull } from './shape-facts.js';
import { walkType } from './walk-ir.js';

/** The types of a graph under their names in the IR, and what stands in the way of naming them. */
export interface NamedTypes {
  /** Sorted by name. */
  readonly types: readonly TypeNode[];
  /** Names that two different types claim. */
  readonly conflicts: readonly string[];
  /** Names that are referred to and declared nowhere. */
  readonly unknown: readonly string[];
}

/** The name of a function's input type. */
export function inputTypeName(functionName: string): string {
  return `${toCamelName(functionName)}Input`;
}

/** The name of a function's output type. */
export function outputTypeName(functionName: string): string {
  return `${toCamelName(functionName)}Output`;
}

/** The names of a channel's types; absent where the channel has none. */
export function channelTypeNames(channel: ChannelDeclaration) {
  const pascal = toPascalName(channel.name);
  return {
    ...(channel.params && { params: `${pascal}Params` }),
    ...(channel.clientMessage && { clientMessage: `${pascal}ClientMessage` }),
    ...(channel.serverMessage && { serverMessage: `${pascal}ServerMessage` }),
  };
}

/**
 * Gives every input, output and channel message its named type and adds the declared structs that these reach by
 * reference (PROTOCOL 8). Structs that nothing refers to are left out.
 */
export function nameTypes(graph: Graph): NamedTypes {
  const owned = [
    ...graph.functions.flatMap((f) => functionTypes(graph, f)),
    ...graph.channels.flatMap(channelTypes),
  ];
  const { reached, unknown } = reachStructs(graph, owned.flatMap(refsOfType), unknownOutputs(graph));
  const byName = new Map<string, TypeNode>();
  const conflicts = new Set<string>();
  for (const type of [...owned, ...reached]) {
    const known = byName.get(type.name);
    if (known === undefined) byName.set(type.name, type);
    else if (typeText(known) !== typeText(type)) conflicts.add(type.name);
  }
  const types = [...byName.values()].sort((a, b) => compareCodePoints(a.name, b.name));
  return { types, conflicts: [...conflicts], unknown };
}

function functionTypes(graph: Graph, declaration: FunctionDeclaration): TypeNode[] {
  const output = outputType(graph, outputTypeName(declaration.name), declaration.output);
  return hasInput(declaration)
    ? [struct(inputTypeName(declaration.name), declaration.input), output]
    : [output];
}

/** Whether a function takes anything. */
export function hasInput(
  declaration: FunctionDeclaration,
): declaration is FunctionDeclaration & { readonly input: readonly Field[] } {
  return declaration.input !== undefined && declaration.input.length > 0;
}

function outputType(graph: Graph, name: string, shape: Shape): TypeNode {
  if (isWrapped(shape)) return struct(name, [{ name: 'result', shape, required: true }]);
  const core = withoutNull(shape);
  if (core.kind !== 'ref') return { kind: 'alias', name, shape };
  const original = declaredStruct(graph, core.name);
  return struct(name, original?.fields ?? [], original?.description);
}

function channelTypes(channel: ChannelDeclaration): TypeNode[] {
  const names = channelTypeNames(channel);
  return [
    ...(names.params ? [struct(names.params, channel.params ?? [])] : []),
    ...(names.clientMessage ? [struct(names.clientMessage, channel.clientMessage ?? [])] : []),
    ...(names.serverMessage ? [struct(names.serverMessage, channel.serverMessage ?? [])] : []),
  ];
}

/** The structs that the shapes of a form reach, sorted by name. */
export function formTypesOf(graph: Graph, form: FormDeclaration): readonly TypeNode[] {
  const { reached } = reachStructs(graph, formRefs(form));
  return reached.toSorted((a, b) => compareCodePoints(a.name, b.name));
}

function formRefs({ fields, data }: FormDeclaration): readonly string[] {
  const refsOfField = ({ shape, fields: inner = [] }: FormFieldNode): readonly string[] => [
    ...refsOf(shape),
    ...inner.flatMap(refsOfField),
  ];
  return [...fields.flatMap(refsOfField), ...(data === undefined ? [] : refsOf(data))];
}

/** A worklist rather than recursion: structs may refer to themselves. */
function reachStructs(graph: Graph, refs: readonly string[], missing: readonly string[] = []) {
  const reached = new Map<string, TypeNode>();
  const unknown = new Set(missing);
  const waiting = [...refs];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (reached.has(name)) continue;
    const declared = declaredStruct(graph, name);
    if (declared === undefined) {
      unknown.add(name);
      continue;
    }
    const type = struct(name, declared.fields, declared.description);
    reached.set(name, type);
    waiting.push(...refsOfType(type));
  }
  return { reached: [...reached.values()], unknown: [...unknown] };
}

/** An output that is a struct becomes a copy and so leaves no reference behind. */
function unknownOutputs(graph: Graph): string[] {
  const names = graph.functions.flatMap(({ output }) => refsOf(output));
  return names.filter((name) => declaredStruct(graph, name) === undefined);
}

function declaredStruct(graph: Graph, name: string) {
  return Object.hasOwn(graph.types, name) ? graph.types[name] : undefined;
}

function struct(name: string, fields: readonly Field[], description?: string): TypeNode {
  const node = { kind: 'struct', name, fields: fields.map(printableField) } as const;
  return description === undefined ? node : { ...node, description };
}

/** A default that JSON cannot hold (NaN, Infinity) is not told to clients, just as null is not. */
function printableField(field: Field): Field {
  if (typeof field.default !== 'number' || Number.isFinite(field.default)) return field;
  const { default: _unprintable, ...rest } = field;
  return rest;
}

function refsOfType(type: TypeNode): readonly string[] {
  const refs: string[] = [];
  walkType(type, { shape: (shape) => void refs.push(...refsOf(shape)) });
  return refs;
}

/** Two types are the same when all but their descriptions is. */
function typeText(type: TypeNode): string {
  if (type.kind === 'alias') return shapeText(type.shape);
  const fields = type.fields.map((field) => [
    field.name,
    shapeText(field.shape),
    field.required,
    field.default ?? null,
  ]);
  return JSON.stringify(fields);
}
