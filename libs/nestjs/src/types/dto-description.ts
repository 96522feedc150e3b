import type { DefaultValue, Field } from '@mizan/protocol';
import type { TransformMetadata } from './transformer-storage.js';
import type { DtoClass } from './type-declaration.js';
import { shapeOf, type ValueType } from './value-type.js';

/** One field of a DTO class, understood. */
export interface DtoField {
  /** As it stands in JSON: the property, unless `@Expose({ name })` says otherwise. */
  readonly name: string;
  readonly property: string;
  readonly type: ValueType;
  readonly required: boolean;
  readonly default?: DefaultValue;
  readonly description?: string;
  /** What `@Transform` does to an input, in the order in which it is done. */
  readonly transforms: readonly TransformMetadata[];
}

/** A DTO class as it is seen in one direction. */
export interface DtoDescription {
  readonly type: DtoClass;
  readonly fields: readonly DtoField[];
}

/** What the IR keeps of a field. */
export function toField(field: DtoField): Field {
  return {
    name: field.name,
    shape: shapeOf(field.type),
    required: field.required,
    ...(field.default === undefined ? {} : { default: field.default }),
    ...(field.description === undefined ? {} : { description: field.description }),
  };
}
