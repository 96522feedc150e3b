import { construct } from '../../input/compile-reader.js';
import { validatorsOfGroups } from '../../types/field-clues.js';
import type { DtoField } from '../../types/dto-description.js';
import type { TypeCatalog } from '../../types/type-catalog.js';
import type { DtoClass } from '../../types/type-declaration.js';
import { presentType, type ValueType } from '../../types/value-type.js';
import { type FieldOptions, readField } from '../declare/field.decorator.js';
import { type FieldPlanner, inOrder } from './field-planner.js';
import type { FieldGroup } from './form-field.js';
import { readConstraints } from './read-constraints.js';

/** What the fields of a class are planned with. */
export interface ClassPlan {
  readonly catalog: TypeCatalog;
  readonly planner: FieldPlanner;
  readonly groups: readonly string[] | undefined;
}

/**
 * The fields of a DTO class, with those of the objects in it.
 *
 * @param around the classes that lead here
 */
export function planClassFields(
  type: DtoClass,
  plan: ClassPlan,
  around: readonly DtoClass[] = [],
): FieldGroup {
  const { catalog, planner, groups } = plan;
  const { fields } = catalog.describeDto(type, 'input');
  const initials = readInitials(type);
  const validators = validatorsOfGroups(type, groups);
  const isTop = around.length === 0;
  const planned = fields.map((field) => {
    const own = validators.filter(({ propertyName }) => propertyName === field.property);
    const override =
      isTop && Object.hasOwn(planner.overrides, field.name) ? planner.overrides[field.name] : {};
    const said: FieldOptions = { ...readField(own), ...override };
    const where = `${type.name}.${field.property}`;
    const inner = classIn(field.type);
    if (inner !== undefined && [...around, type].includes(inner)) planner.problems.push(circle(where));
    const isOpen = inner !== undefined && ![...around, type].includes(inner);
    const group = isOpen ? planClassFields(inner, plan, [...around, type]) : undefined;
    const facts = { ...factsOf(field, initials), ...readConstraints(own), group };
    return { order: said.order ?? 0, field: planner.plan(facts, said, where) };
  });
  return { type, fields: inOrder(planned).map(({ field }) => field) };
}

function factsOf(
  { name, property, type, required, transforms }: DtoField,
  initials: Readonly<Record<string, unknown>>,
) {
  return { name, property, type, required, transforms, initial: initials[property] };
}

// What is wrong with the constructor is told by the catalog.
function readInitials(type: DtoClass): Readonly<Record<string, unknown>> {
  try {
    return { ...construct(type) };
  } catch {
    return {};
  }
}

/** The class of a field that is an object, or a list of objects. */
function classIn(type: ValueType): DtoClass | undefined {
  const present = presentType(type);
  if (present.kind === 'list') return classIn(present.item);
  return present.kind === 'dto' ? present.type : undefined;
}

function circle(where: string) {
  return {
    where,
    problem: 'it leads back to a class that it is in, and a form would have no end',
    fix: 'Use a class without this property, by OmitType, or send such data to a function.',
  };
}
