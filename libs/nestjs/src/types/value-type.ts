import type { PrimitiveName, Shape, UploadShape } from '@mizan/protocol';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { DtoClass } from './type-declaration.js';

/**
 * What a value is on this server: a {@link Shape} that still knows its class, its schema, and that a text is a
 * `Date` here. Every shape is a value type; {@link shapeOf} goes the other way.
 */
export type ValueType =
  | { readonly kind: 'primitive'; readonly name: PrimitiveName }
  | { readonly kind: 'date' }
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  | {
      readonly kind: 'list';
      readonly item: ValueType;
      /** Files that it may hold. @default what the module allows */
      readonly maxCount?: number;
    }
  | { readonly kind: 'optional'; readonly item: ValueType }
  | { readonly kind: 'union'; readonly members: readonly ValueType[] }
  | { readonly kind: 'ref'; readonly name: string }
  | UploadShape
  | { readonly kind: 'dto'; readonly type: DtoClass }
  | { readonly kind: 'schema'; readonly schema: StandardSchemaV1; readonly shape: Shape };

export function shapeOf(type: ValueType): Shape {
  switch (type.kind) {
    case 'date':
      return { kind: 'primitive', name: 'string' };
    case 'dto':
      return { kind: 'ref', name: type.type.name };
    case 'schema':
      return type.shape;
    case 'list':
      return { kind: 'list', item: shapeOf(type.item) };
    case 'optional':
      return { kind: 'optional', item: shapeOf(type.item) };
    case 'union':
      return { kind: 'union', members: type.members.map(shapeOf) };
    case 'primitive':
    case 'enum':
    case 'ref':
    case 'upload':
      return type;
  }
}

/** Adds null to what a type admits; nothing is nullable twice. */
export function optionalType(item: ValueType): ValueType {
  return item.kind === 'optional' ? item : { kind: 'optional', item };
}

/** The DTO classes that a type refers to directly. */
export function classesOf(type: ValueType): readonly DtoClass[] {
  switch (type.kind) {
    case 'dto':
      return [type.type];
    case 'list':
    case 'optional':
      return classesOf(type.item);
    case 'union':
      return type.members.flatMap(classesOf);
    default:
      return [];
  }
}

/** Whether a value of this type may be a file, or hold some; what DTO classes hold counts for their own fields. */
export function holdsUpload(type: ValueType): boolean {
  switch (type.kind) {
    case 'upload':
      return true;
    case 'list':
    case 'optional':
      return holdsUpload(type.item);
    case 'union':
      return type.members.some(holdsUpload);
    case 'schema':
      return holdsUpload(type.shape);
    default:
      return false;
  }
}

/** A type without its outer null. */
export function presentType(type: ValueType): Exclude<ValueType, { readonly kind: 'optional' }> {
  return type.kind === 'optional' ? presentType(type.item) : type;
}
