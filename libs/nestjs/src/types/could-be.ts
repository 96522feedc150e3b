import type { PrimitiveName, Shape, StructDeclaration } from '@mizan/protocol';

import { MizanFile } from '../uploads/index.js';

type Test = (value: unknown) => boolean;

/**
 * A quick test whether a value could be of a shape: by what kind of value it is, and for a struct by the fields that
 * can have one text only. It tells the members of nearly every union apart; nothing is looked at in depth.
 */
export function compileCouldBe(shape: Shape, structs: Readonly<Record<string, StructDeclaration>>): Test {
  switch (shape.kind) {
    case 'primitive':
      return primitives[shape.name];
    case 'enum':
      return (value) => shape.values.some((known) => known === value);
    case 'list':
      return Array.isArray;
    case 'optional': {
      const item = compileCouldBe(shape.item, structs);
      return (value) => value === null || item(value);
    }
    case 'union': {
      const members = shape.members.map((member) => compileCouldBe(member, structs));
      return (value) => members.some((member) => member(value));
    }
    case 'upload':
      return (value) => value instanceof MizanFile;
    case 'ref':
      return couldBeStruct(structs[shape.name]);
  }
}

const primitives: Readonly<Record<PrimitiveName, Test>> = {
  integer: Number.isSafeInteger,
  number: Number.isFinite,
  boolean: (value) => typeof value === 'boolean',
  string: (value) => typeof value === 'string' || value instanceof Date,
  json: () => true,
};

function couldBeStruct(struct: StructDeclaration | undefined): Test {
  const literals = (struct?.fields ?? []).flatMap(({ name, shape }) => {
    const [only, ...others] = shape.kind === 'enum' ? shape.values : [];
    return only !== undefined && others.length === 0 ? [{ name, only }] : [];
  });
  return (value) =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Date) &&
    literals.every(({ name, only }) => Reflect.get(value, name) === only);
}
