import type { Ir, TypeNode } from '@mizan/protocol';

/** All types of an IR, with those that only forms have. */
export function withTypesOfForms({ types, forms = [] }: Ir): readonly TypeNode[] {
  const known = new Map(types.map((type) => [type.name, type]));
  for (const type of forms.flatMap((form) => form.types)) {
    if (!known.has(type.name)) known.set(type.name, type);
  }
  return [...known.values()];
}
