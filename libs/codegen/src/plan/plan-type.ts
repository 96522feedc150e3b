import type { Field, TypeNode } from '@mizan/protocol';

import type { PlannedProperty, PlannedType } from './client-plan.js';
import type { NameIndex } from './name-index.js';
import { planShape } from './plan-shape.js';
import { isOptional, type Direction, type TypeUsage } from './type-usage.js';

/** One type, or two where what is sent differs from what is answered. */
export function planType(type: TypeNode, usage: TypeUsage, names: NameIndex): readonly PlannedType[] {
  if (usage.twofold.has(type.name)) {
    return [planVariant(type, 'output', names), planVariant(type, 'input', names)];
  }
  return [planVariant(type, usage.outputs.has(type.name) ? 'output' : 'input', names)];
}

function planVariant(type: TypeNode, direction: Direction, names: NameIndex): PlannedType {
  const nameOf = (ref: string): string => names.typeName(ref, direction);
  const head = {
    name: nameOf(type.name),
    ...(type.description === undefined ? {} : { description: type.description }),
  };
  return type.kind === 'alias'
    ? { ...head, kind: 'alias', type: planShape(type.shape, nameOf) }
    : {
        ...head,
        kind: 'struct',
        properties: type.fields.map((field) => planField(field, direction, nameOf)),
      };
}

function planField(field: Field, direction: Direction, nameOf: (ref: string) => string): PlannedProperty {
  return {
    name: field.name,
    optional: isOptional(field, direction),
    type: planShape(field.shape, nameOf),
    ...(field.description === undefined ? {} : { description: field.description }),
    ...(field.default === undefined || direction === 'output' ? {} : { default: field.default }),
  };
}
