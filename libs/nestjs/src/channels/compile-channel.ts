import type { ChannelDeclaration, Field, Graph, Shape } from '@mizan/protocol';
import type { BootProblem } from '../errors/index.js';
import { compileInput, type InputReader } from '../input/compile-input.js';
import type { InputDeclaration } from '../input/input-declaration.js';
import { compileSerializer, type Serialize } from '../output/compile-serializer.js';
import type { Site, TypeCatalog } from '../types/type-catalog.js';
import { isSchema } from '../types/type-declaration.js';
import type { ChannelTypes, MessageDeclaration } from './channel-class.js';
import type { ChannelRecord } from './channel-record.js';

/** A channel together with what its types came to. */
export interface DescribedChannel {
  readonly record: ChannelRecord;
  readonly declaration: ChannelDeclaration;
  readonly params: InputReader;
  readonly clientMessage: InputReader | undefined;
  readonly serverMessage: Shape | undefined;
  readonly problems: readonly BootProblem[];
}

/** A channel with everything about it that can be known before somebody subscribes. */
export interface RegisteredChannel {
  readonly name: string;
  readonly record: ChannelRecord;
  /** Reads params as clients send them. */
  readonly params: InputReader;
  /** Reads what clients send; undefined when they send nothing. */
  readonly clientMessage: InputReader | undefined;
  /** Writes what the server sends as JSON text; undefined when it sends nothing. */
  readonly writeMessage: Serialize | undefined;
}

export function describeChannel(record: ChannelRecord, catalog: TypeCatalog): DescribedChannel {
  const { channelClass, name } = record;
  const read = (type: keyof ChannelTypes) =>
    compileInput(toInput(channelClass[type]), catalog, siteOf(record, type));
  const params = read('params');
  const clientMessage = channelClass.clientMessage && read('clientMessage');
  const server = describeServerMessage(record, catalog);
  const declaration: ChannelDeclaration = {
    name,
    ...(channelClass.params && { params: params.fields }),
    ...(clientMessage && { clientMessage: clientMessage.fields }),
    ...(server && { serverMessage: server.fields }),
  };
  const isObject =
    server === undefined || server.shape.kind === 'ref' || !isSchema(channelClass.serverMessage);
  const problems = isObject ? [] : [noObject(record)];
  return { record, declaration, params, clientMessage, serverMessage: server?.shape, problems };
}

export function registerChannel(
  { record, params, clientMessage, serverMessage }: DescribedChannel,
  { types }: Graph,
): RegisteredChannel {
  const writeMessage = serverMessage && compileSerializer(serverMessage, types);
  return { name: record.name, record, params, clientMessage, writeMessage };
}

function describeServerMessage(
  record: ChannelRecord,
  catalog: TypeCatalog,
): { readonly shape: Shape; readonly fields: readonly Field[] } | undefined {
  const { serverMessage } = record.channelClass;
  if (serverMessage === undefined) return undefined;
  const shape = catalog.describeOutput(serverMessage, siteOf(record, 'serverMessage'));
  return { shape, fields: shape.kind === 'ref' ? (catalog.structs[shape.name]?.fields ?? []) : [] };
}

function toInput(declaration: MessageDeclaration | undefined): InputDeclaration {
  if (declaration === undefined) return { kind: 'none' };
  return isSchema(declaration)
    ? { kind: 'schema', schema: declaration }
    : { kind: 'class', type: declaration };
}

function siteOf({ className, name }: ChannelRecord, type: keyof ChannelTypes): Site {
  return { className, methodName: type, functionName: `${name}.${type}` };
}

function noObject({ className }: ChannelRecord): BootProblem {
  return {
    where: `${className}.serverMessage`,
    problem: 'what it describes is no object',
    fix: 'Put the value into a field of one: a message is an object.',
  };
}
