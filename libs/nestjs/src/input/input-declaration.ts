import type { DefaultValue } from '@mizan/protocol';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { DtoClass, TypeDeclaration } from '../types/type-declaration.js';

/** What a function takes: nothing, a DTO, what a schema describes, or parameters that are named one by one. */
export type InputDeclaration =
  | { readonly kind: 'none' }
  | { readonly kind: 'class'; readonly type: DtoClass }
  | { readonly kind: 'schema'; readonly schema: StandardSchemaV1 }
  | { readonly kind: 'args'; readonly args: readonly ArgDeclaration[] };

export interface ArgDeclaration {
  readonly name: string;
  /** The position of the parameter. */
  readonly index: number;
  readonly type: TypeDeclaration;
  readonly required: boolean;
  /** Filled in when the argument is left out. */
  readonly default?: DefaultValue | null;
}
