import type { Ir, Shape } from '@mizan/protocol';
import { foldShape, refsOf, walkIr } from '@mizan/protocol';

import { GenerateError } from '../errors.js';
import { findFormProblems } from './check-forms.js';

/**
 * Refuses an IR from which no client can be made: names that are there twice, references to nothing, and
 * types that consist of themselves.
 *
 * @throws {GenerateError} `IR_INVALID` with every problem, one a line.
 */
export function checkIr(ir: Ir): void {
  const problems = [
    ...findRepetitions(ir),
    ...findMissingTypes(ir),
    ...findStrayMembers(ir),
    ...findHollowTypes(ir),
    ...findFormlessPlaces(ir),
    ...findFormProblems(ir),
  ];
  if (problems.length > 0) throw new GenerateError('IR_INVALID', problems.join('\n'));
}

function findRepetitions(ir: Ir): string[] {
  const fields = ir.types.flatMap((type) =>
    type.kind === 'struct'
      ? repeated(type.fields).map((name) => `Field ${name} of type ${show(type.name)}`)
      : [],
  );
  const params = ir.contexts.flatMap((context) =>
    repeated(context.params).map((name) => `Param ${name} of context ${show(context.name)}`),
  );
  return [
    ...repeated(ir.types).map((name) => `Type ${name}`),
    ...fields,
    ...repeated(ir.functions).map((name) => `Function ${name}`),
    ...repeated(ir.contexts).map((name) => `Context ${name}`),
    ...params,
    ...repeated(ir.channels).map((name) => `Channel ${name}`),
  ].map((what) => `${what} is declared twice.`);
}

function repeated(nodes: readonly { readonly name: string }[]): string[] {
  const seen = new Set<string>();
  const again = new Set<string>();
  for (const { name } of nodes) (seen.has(name) ? again : seen).add(name);
  return [...again].map(show);
}

function findMissingTypes(ir: Ir): string[] {
  const types = new Set(ir.types.map(({ name }) => name));
  const problems: string[] = [];
  const needType = (name: string | undefined, who: string): void => {
    if (name !== undefined && !types.has(name)) {
      problems.push(`${who} refers to type ${show(name)}, which is not there.`);
    }
  };
  walkIr(ir, {
    shape: (shape, owner) => {
      for (const ref of refsOf(shape)) needType(ref, `Type ${show(owner.name)}`);
    },
    function: ({ name, input, output }) => {
      needType(input, `Function ${show(name)}`);
      needType(output, `Function ${show(name)}`);
    },
    channel: ({ name, params, clientMessage, serverMessage }) => {
      for (const type of [params, clientMessage, serverMessage]) needType(type, `Channel ${show(name)}`);
    },
  });
  return problems;
}

/** A context lists its functions, and each of them says that it belongs there. */
function findStrayMembers(ir: Ir): string[] {
  const homes = new Map(ir.functions.map(({ name, context }) => [name, context]));
  const contexts = new Map(ir.contexts.map((context) => [context.name, new Set(context.functions)]));
  const listed = ir.contexts.flatMap(({ name, functions }) =>
    functions
      .filter((member) => homes.get(member) !== name)
      .map((member) => `Context ${show(name)} lists function ${show(member)}, which does not belong to it.`),
  );
  const claimed = ir.functions.flatMap(({ name, context }) =>
    context === undefined || contexts.get(context)?.has(name) === true
      ? []
      : [`Function ${show(name)} belongs to context ${show(context)}, which does not list it.`],
  );
  return [...listed, ...claimed];
}

/** An alias that comes back to itself with neither an object nor a list in between has no values. */
function findHollowTypes(ir: Ir): string[] {
  const aliases = ir.types.filter((type) => type.kind === 'alias');
  const within = new Map(aliases.map((type) => [type.name, bareRefs(type.shape)]));
  const isHollow = (start: string): boolean => {
    const seen = new Set<string>();
    const waiting = [...(within.get(start) ?? [])];
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      if (name === start) return true;
      if (seen.has(name)) continue;
      seen.add(name);
      waiting.push(...(within.get(name) ?? []));
    }
    return false;
  };
  return aliases
    .filter(({ name }) => isHollow(name))
    .map(
      ({ name }) => `Type ${show(name)} consists of itself, with neither an object nor a list in between.`,
    );
}

/** What a shape refers to without a list around it. */
function bareRefs(shape: Shape): readonly string[] {
  return foldShape<readonly string[]>(shape, {
    primitive: () => [],
    ref: (name) => [name],
    list: () => [],
    optional: (item) => item,
    enum: () => [],
    union: (members) => members.flat(),
    upload: () => [],
  });
}

/** Params of a channel are given by name. */
function findFormlessPlaces(ir: Ir): string[] {
  const aliases = new Set(ir.types.filter(({ kind }) => kind === 'alias').map(({ name }) => name));
  return ir.channels.flatMap(({ name, params }) =>
    params !== undefined && aliases.has(params)
      ? [`Channel ${show(name)} takes params of type ${show(params)}, which is no object.`]
      : [],
  );
}

function show(name: string): string {
  return JSON.stringify(name);
}
