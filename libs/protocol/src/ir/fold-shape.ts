import type { PrimitiveName, Shape, UploadShape } from './ir.js';

/** What a shape means to someone, one answer per kind. Inner shapes come already folded. */
export interface ShapeFold<T> {
  readonly primitive: (name: PrimitiveName) => T;
  readonly ref: (name: string) => T;
  readonly list: (item: T) => T;
  readonly optional: (item: T) => T;
  readonly enum: (values: readonly string[]) => T;
  readonly union: (members: readonly T[]) => T;
  readonly upload: (upload: UploadShape) => T;
}

/**
 * Computes something from a shape, innermost part first. This is the only code that recurses through shapes.
 * It never follows a `ref`, so cyclic types are no danger to it.
 */
export function foldShape<T>(shape: Shape, fold: ShapeFold<T>): T {
  switch (shape.kind) {
    case 'primitive':
      return fold.primitive(shape.name);
    case 'ref':
      return fold.ref(shape.name);
    case 'list':
      return fold.list(foldShape(shape.item, fold));
    case 'optional':
      return fold.optional(foldShape(shape.item, fold));
    case 'enum':
      return fold.enum(shape.values);
    case 'union':
      return fold.union(shape.members.map((member) => foldShape(member, fold)));
    case 'upload':
      return fold.upload(shape);
  }
}
