import { foldShape, type ShapeFold } from './fold-shape.js';
import type { PrimitiveName, Shape } from './ir.js';

const no = () => false;
const inner = (item: boolean) => item;
const some = (members: readonly boolean[]) => members.includes(true);

const reachesStruct: ShapeFold<boolean> = {
  primitive: no,
  ref: () => true,
  list: inner,
  optional: inner,
  enum: no,
  union: some,
  upload: no,
};

/**
 * Whether an output of this shape travels as `{"result": …}` (PROTOCOL 2): always, unless a struct is at its
 * core through any lists, nulls and unions.
 */
export function isWrapped(shape: Shape): boolean {
  return !foldShape(shape, reachesStruct);
}

const admitsNull: ShapeFold<boolean> = {
  primitive: no,
  ref: no,
  list: no,
  optional: () => true,
  enum: no,
  union: some,
  upload: no,
};

const containsUpload: ShapeFold<boolean> = {
  primitive: no,
  ref: no,
  list: inner,
  optional: inner,
  enum: no,
  union: some,
  upload: () => true,
};

/** Whether a file is a part of it, apart from the structs that it refers to. */
export function holdsUpload(shape: Shape): boolean {
  return foldShape(shape, containsUpload);
}

/** Whether the value itself, not a part of it, may be null. */
export function isNullable(shape: Shape): boolean {
  return foldShape(shape, admitsNull);
}

const namesOfStructs: ShapeFold<readonly string[]> = {
  primitive: () => [],
  ref: (name) => [name],
  list: (item) => item,
  optional: (item) => item,
  enum: () => [],
  union: (members) => members.flat(),
  upload: () => [],
};

/** The names of the structs that a shape refers to directly, in order, with repetitions. */
export function refsOf(shape: Shape): readonly string[] {
  return foldShape(shape, namesOfStructs);
}

/** A shape without its outer nulls. */
export function withoutNull(shape: Shape): Shape {
  let core = shape;
  while (core.kind === 'optional') core = core.item;
  return core;
}

/**
 * The primitive by which a parameter of this shape is known in its context (PROTOCOL 8): null does not count, and
 * whatever is no scalar counts as `string`, since contexts are read by query string.
 */
export function paramTypeOf(shape: Shape): PrimitiveName {
  const core = withoutNull(shape);
  return core.kind === 'primitive' && core.name !== 'json' ? core.name : 'string';
}

/** Whether two shapes are the same type. Members of enums and unions count in their order. */
export function isSameShape(a: Shape, b: Shape): boolean {
  return shapeText(a) === shapeText(b);
}

const asText: ShapeFold<string> = {
  primitive: (name) => name,
  ref: (name) => `@${JSON.stringify(name)}`,
  list: (item) => `[${item}]`,
  optional: (item) => `${item}?`,
  enum: (values) => JSON.stringify(values),
  union: (members) => `(${members.join('|')})`,
  upload: ({ maxSize, accept }) => `upload${JSON.stringify([maxSize ?? null, accept ?? null])}`,
};

/** A text that two shapes share exactly when they are the same type. */
export function shapeText(shape: Shape): string {
  return foldShape(shape, asText);
}
