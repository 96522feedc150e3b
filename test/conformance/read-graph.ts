import type { ChannelDeclaration, Field, FunctionDeclaration, Graph, Shape } from '@mizan/protocol';

/** A shape as the vectors write it. */
type VectorShape =
  | 'integer'
  | 'number'
  | 'boolean'
  | 'string'
  | { readonly ref: string }
  | { readonly list: VectorShape }
  | { readonly optional: VectorShape }
  | { readonly enum: readonly string[] }
  | { readonly union: readonly VectorShape[] };

interface VectorField {
  readonly name: string;
  readonly shape: VectorShape;
  readonly required?: boolean;
  readonly default?: boolean | number | string | null;
}

type VectorFunction = Omit<FunctionDeclaration, 'input' | 'output' | 'affects' | 'auth'> & {
  readonly input?: readonly VectorField[];
  readonly output: VectorShape;
  readonly affects?: readonly string[];
  readonly auth?: FunctionDeclaration['auth'] | true;
};

interface VectorChannel {
  readonly name: string;
  readonly params?: readonly VectorField[];
  readonly client_message?: readonly VectorField[];
  readonly server_message?: readonly VectorField[];
}

/** A graph as `ir.jsonl` writes it. */
export interface VectorGraph {
  readonly types: Readonly<Record<string, readonly VectorField[]>>;
  readonly functions: readonly VectorFunction[];
  readonly channels: readonly VectorChannel[];
}

/** A graph of the vectors as the protocol package knows graphs. */
export function readGraph(graph: VectorGraph): Graph {
  const types = Object.entries(graph.types).map(([name, fields]) => [
    name,
    { fields: fields.map(readField) },
  ]);
  return {
    types: Object.fromEntries(types),
    functions: graph.functions.map(readFunction),
    channels: graph.channels.map(readChannel),
  };
}

function readFunction({ input, output, affects, auth, ...rest }: VectorFunction): FunctionDeclaration {
  return {
    ...rest,
    ...(input && { input: input.map(readField) }),
    output: readShape(output),
    ...(affects && { affects: affects.map((context) => ({ context })) }),
    ...(auth !== undefined && { auth: auth === true ? 'required' : auth }),
  };
}

function readChannel({ name, params, client_message, server_message }: VectorChannel): ChannelDeclaration {
  return {
    name,
    ...(params && { params: params.map(readField) }),
    ...(client_message && { clientMessage: client_message.map(readField) }),
    ...(server_message && { serverMessage: server_message.map(readField) }),
  };
}

function readField({ name, shape, required = true, default: value = null }: VectorField): Field {
  const field = { name, shape: readShape(shape), required };
  return value === null ? field : { ...field, default: value };
}

function readShape(shape: VectorShape): Shape {
  if (typeof shape === 'string') return { kind: 'primitive', name: shape };
  if ('ref' in shape) return { kind: 'ref', name: shape.ref };
  if ('list' in shape) return { kind: 'list', item: readShape(shape.list) };
  if ('optional' in shape) return { kind: 'optional', item: readShape(shape.optional) };
  if ('enum' in shape) return { kind: 'enum', values: shape.enum };
  return { kind: 'union', members: shape.union.map(readShape) };
}
