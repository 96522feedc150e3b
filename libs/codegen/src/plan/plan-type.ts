import type { Field, TypeNode } from '@mizan/protocol';

import type { PlannedProperty, PlannedType } from './client-plan.js';
import type { PlanShape } from './plan-shape.js';
import { isOptional, type Direction } from './type-usage.js';

/** How types look from one side. */
export interface TypeView {
  readonly direction: Direction;
  readonly nameOf: (ref: string) => string;
  readonly planShape: PlanShape;
}

/** A type as one side sees it. */
export function planType(type: TypeNode, view: TypeView): PlannedType {
  const head = {
    name: view.nameOf(type.name),
    ...(type.description === undefined ? {} : { description: type.description }),
  };
  return type.kind === 'alias'
    ? { ...head, kind: 'alias', type: view.planShape(type.shape) }
    : { ...head, kind: 'struct', properties: type.fields.map((field) => planField(field, view)) };
}

function planField(field: Field, { direction, planShape }: TypeView): PlannedProperty {
  return {
    name: field.name,
    optional: isOptional(field, direction),
    type: planShape(field.shape),
    ...(field.description === undefined ? {} : { description: field.description }),
    ...(field.default === undefined || direction === 'output' ? {} : { default: field.default }),
  };
}
