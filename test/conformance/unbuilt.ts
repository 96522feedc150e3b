import { refsOf, walkIr, type FunctionNode, type Ir } from '@mizan/protocol';

/** The parts of the fixture that the app lacks, of kinds that this implementation may still lack. */
export interface Unbuilt {
  readonly functions: readonly FunctionNode[];
}

/** Forms come later than the rest; what the app has of them already must be right. */
export function findUnbuilt(fixture: Ir, exported: Ir): Unbuilt {
  const functions = new Set(exported.functions.map(({ name }) => name));
  return {
    functions: fixture.functions.filter((node) => node.form !== undefined && !functions.has(node.name)),
  };
}

/** An IR without some functions, and without the types that only these reach. */
export function withoutUnbuilt(ir: Ir, { functions }: Unbuilt): Ir {
  const refs = refsByType(ir);
  const gone = new Set(typesOf({ functions, channels: [] }));
  const kept = { functions: without(ir.functions, functions), channels: ir.channels };
  // A private function has types without a node: whatever nobody refers to stays.
  const referred = new Set([...refs.values()].flat());
  const orphans = ir.types.map(({ name }) => name).filter((name) => !referred.has(name) && !gone.has(name));
  const reached = reach([...typesOf(kept), ...orphans], refs);
  return { ...ir, ...kept, types: ir.types.filter(({ name }) => reached.has(name)) };
}

function without<Node extends { readonly name: string }>(
  all: readonly Node[],
  some: readonly Node[],
): Node[] {
  const names = new Set(some.map(({ name }) => name));
  return all.filter(({ name }) => !names.has(name));
}

function typesOf({ functions, channels }: Pick<Ir, 'functions' | 'channels'>): string[] {
  return [
    ...functions.flatMap(({ input, output }) => [input ?? [], output].flat()),
    ...channels.flatMap(({ params, clientMessage, serverMessage }) =>
      [params ?? [], clientMessage ?? [], serverMessage ?? []].flat(),
    ),
  ];
}

function refsByType(ir: Ir): ReadonlyMap<string, readonly string[]> {
  const refs = new Map<string, string[]>(ir.types.map(({ name }) => [name, []]));
  walkIr(ir, { shape: (shape, owner) => void refs.get(owner.name)?.push(...refsOf(shape)) });
  return refs;
}

function reach(roots: readonly string[], refs: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const reached = new Set<string>();
  const waiting = [...roots];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    waiting.push(...(refs.get(name) ?? []));
  }
  return reached;
}
