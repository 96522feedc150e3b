import type { Field, Ir, TypeNode } from '@mizan/protocol';
import { refsOf } from '@mizan/protocol';

/** Which way a value travels: to the server, or from it. */
export type Direction = 'input' | 'output';

/** How the types of an IR are used by the functions, channels and forms that a client can reach. */
export interface TypeUsage {
  /** The types that a function, a channel or a form reaches, in the order of the IR. */
  readonly reached: readonly TypeNode[];
  /** Those of them that outputs reach; inputs reach the others. */
  readonly outputs: ReadonlySet<string>;
  /** Types reached both ways that must be printed twice, since the two sides see them differently. */
  readonly twofold: ReadonlySet<string>;
}

/**
 * Finds what is printed and in which variants. Types that nothing of these reaches, such as those of
 * private functions, are not printed.
 */
export function findTypeUsage(ir: Pick<Ir, 'types' | 'functions' | 'channels' | 'forms'>): TypeUsage {
  const nodes = new Map(ir.types.map((type) => [type.name, type]));
  const reach = (names: readonly string[]): Set<string> => {
    const reached = new Set<string>();
    const waiting = [...names];
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      const node = nodes.get(name);
      if (node === undefined || reached.has(name)) continue;
      reached.add(name);
      waiting.push(...refsOfType(node));
    }
    return reached;
  };
  const inputs = reach([
    ...ir.functions.flatMap(({ input }) => input ?? []),
    ...ir.channels.flatMap(({ params, clientMessage }) => [params ?? [], clientMessage ?? []].flat()),
  ]);
  const outputs = reach([
    ...ir.functions.map(({ output }) => output),
    ...ir.channels.flatMap(({ serverMessage }) => serverMessage ?? []),
    // What a form takes is spelled out by its fields.
    ...(ir.forms ?? []).flatMap(({ data }) => (data === undefined ? [] : refsOf(data))),
  ]);
  const reached = ir.types.filter(({ name }) => inputs.has(name) || outputs.has(name));
  const both = reached.filter(({ name }) => inputs.has(name) && outputs.has(name));
  return { reached, outputs, twofold: findDirected(both) };
}

/** Whether a property may be missing. Servers send every field that has a default or may be null. */
export function isOptional(field: Field, direction: Direction): boolean {
  if (field.required) return false;
  return direction === 'input' || (field.default === undefined && field.shape.kind !== 'optional');
}

/** Those types whose variants differ, themselves or in something that they refer to. */
function findDirected(types: readonly TypeNode[]): ReadonlySet<string> {
  const referrers = new Map<string, string[]>();
  for (const type of types) {
    for (const ref of refsOfType(type)) referrers.set(ref, [...(referrers.get(ref) ?? []), type.name]);
  }
  const directed = new Set<string>();
  const waiting = types.filter(differsItself).map(({ name }) => name);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (directed.has(name)) continue;
    directed.add(name);
    waiting.push(...(referrers.get(name) ?? []));
  }
  return directed;
}

function differsItself(type: TypeNode): boolean {
  return (
    type.kind === 'struct' &&
    type.fields.some((field) => isOptional(field, 'input') !== isOptional(field, 'output'))
  );
}

function refsOfType(type: TypeNode): readonly string[] {
  return type.kind === 'alias' ? refsOf(type.shape) : type.fields.flatMap(({ shape }) => refsOf(shape));
}
