import type { StructDeclaration } from '@mizan/protocol';

/** The fields of a struct that can have one text only: by these the members of a union are told apart. */
export function literalsOf(struct: StructDeclaration): readonly (readonly [name: string, value: string])[] {
  return struct.fields.flatMap(({ name, shape }) => {
    const [only, ...others] = shape.kind === 'enum' ? shape.values : [];
    return only !== undefined && others.length === 0 ? [[name, only] as const] : [];
  });
}
