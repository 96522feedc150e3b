import type { FormNode } from './form-node.js';

/**
 * The IR: what a client generator must know about a server, as plain data (PROTOCOL 8).
 * Every list is in the order in which it prints: names sorted by code point, `affects`, `merge`, fields and
 * the members of enums and unions as declared. {@link walkIr} is the only code that knows how to traverse it.
 */
export interface Ir {
  readonly types: readonly TypeNode[];
  readonly functions: readonly FunctionNode[];
  readonly contexts: readonly ContextNode[];
  readonly channels: readonly ChannelNode[];
  /** @default none */
  readonly forms?: readonly FormNode[];
}

/** `json` is ours (PROTOCOL 12): open data that a typed client must not pretend to know. */
export type PrimitiveName = 'integer' | 'number' | 'boolean' | 'string' | 'json';

/** The type of one value. Dates, UUIDs and decimals travel as strings. */
export type Shape =
  | { readonly kind: 'primitive'; readonly name: PrimitiveName }
  | { readonly kind: 'ref'; readonly name: string }
  | { readonly kind: 'list'; readonly item: Shape }
  | { readonly kind: 'optional'; readonly item: Shape }
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  | { readonly kind: 'union'; readonly members: readonly Shape[] }
  | UploadShape;

/** A file (PROTOCOL 13): it is brought by a multipart body, so it stands in inputs of HTTP functions and forms only. */
export interface UploadShape {
  readonly kind: 'upload';
  /** In bytes. @default what the server allows */
  readonly maxSize?: number;
  /** Media types and ranges of them, as `image/png` and `image/*`. @default all */
  readonly accept?: readonly string[];
}

export type DefaultValue = boolean | number | string;

/** `required: false` means that it may be left out; that it may be null is said by an `optional` shape. */
export interface Field {
  readonly name: string;
  readonly shape: Shape;
  readonly required: boolean;
  readonly default?: DefaultValue;
  readonly description?: string;
}

export type TypeNode =
  | {
      readonly kind: 'struct';
      readonly name: string;
      readonly fields: readonly Field[];
      readonly description?: string;
    }
  | { readonly kind: 'alias'; readonly name: string; readonly shape: Shape; readonly description?: string };

export type Transport = 'http' | 'websocket';

/** `function` is there when a mutation affects one function of the context only (PROTOCOL 12). */
export interface AffectsNode {
  readonly context: string;
  readonly function?: string;
}

export interface FunctionNode {
  readonly name: string;
  readonly camel: string;
  readonly input?: string;
  readonly output: string;
  readonly outputNullable: boolean;
  readonly transport: Transport;
  readonly context?: string;
  readonly affects: readonly AffectsNode[];
  readonly merge: readonly string[];
  readonly form?: { readonly name: string; readonly role: string };
  readonly description?: string;
}

export interface ContextNode {
  readonly name: string;
  readonly functions: readonly string[];
  readonly params: readonly ContextParam[];
}

export interface ContextParam {
  readonly name: string;
  readonly type: PrimitiveName;
  readonly required: boolean;
  readonly sharedBy: readonly string[];
}

export interface ChannelNode {
  readonly name: string;
  readonly pascalName: string;
  readonly params?: string;
  readonly clientMessage?: string;
  readonly serverMessage?: string;
}
