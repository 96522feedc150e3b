import { compareCodePoints, toCamelName, toPascalName } from '../names.js';
import { contextMembers, contextNames, paramsOf } from './context-params.js';
import { findRefusals } from './find-refusals.js';
import type { FormNode } from './form-node.js';
import type {
  AffectsTarget,
  ChannelDeclaration,
  FormDeclaration,
  FunctionDeclaration,
  Graph,
} from './graph.js';
import { GraphRefusal } from './graph-refusal.js';
import type { AffectsNode, ChannelNode, ContextNode, FunctionNode, Ir } from './ir.js';
import {
  channelTypeNames,
  formTypesOf,
  hasInput,
  inputTypeName,
  nameTypes,
  outputTypeName,
} from './name-types.js';
import { isNullable, isWrapped } from './shape-facts.js';

/**
 * The IR of a graph (PROTOCOL 8): types named, everything sorted as it prints. Defects that {@link checkGraph}
 * finds do not hinder it.
 *
 * @throws {GraphRefusal} for what PROTOCOL 7 refuses at declaration, with all reasons at once.
 */
export function buildIr(graph: Graph): Ir {
  const named = nameTypes(graph);
  const reasons = findRefusals(graph, named);
  if (reasons.length > 0) throw new GraphRefusal(reasons);
  return {
    types: named.types,
    functions: graph.functions
      .filter((declaration) => declaration.private !== true)
      .map(functionNode)
      .sort(byName),
    contexts: contextNames(graph).map((name) => contextNode(graph, name)),
    channels: graph.channels.map(channelNode).sort(byName),
    ...(graph.forms?.length && { forms: graph.forms.map((form) => formNode(graph, form)).sort(byName) }),
  };
}

function functionNode(declaration: FunctionDeclaration): FunctionNode {
  const { name, output, context, description, form } = declaration;
  return {
    name,
    camel: toCamelName(name),
    ...(hasInput(declaration) && { input: inputTypeName(name) }),
    output: outputTypeName(name),
    outputNullable: !isWrapped(output) && isNullable(output),
    transport: declaration.websocket === true ? 'websocket' : 'http',
    ...(context !== undefined && { context }),
    affects: (declaration.affects ?? []).map(affectsNode),
    merge: declaration.merge ?? [],
    ...(form !== undefined && { form: { name: form.name, role: form.role } }),
    ...(description !== undefined && { description }),
  };
}

function affectsNode({ context, function: member }: AffectsTarget): AffectsNode {
  return member === undefined ? { context } : { context, function: member };
}

function contextNode(graph: Graph, name: string): ContextNode {
  const members = contextMembers(graph, name);
  return {
    name,
    functions: members.map((member) => member.name).sort(compareCodePoints),
    params: paramsOf(members),
  };
}

function channelNode(channel: ChannelDeclaration): ChannelNode {
  return { name: channel.name, pascalName: toPascalName(channel.name), ...channelTypeNames(channel) };
}

function formNode(graph: Graph, form: FormDeclaration): FormNode {
  return { ...form, types: formTypesOf(graph, form) };
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return compareCodePoints(a.name, b.name);
}
