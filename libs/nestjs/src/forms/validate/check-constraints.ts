import type { ValidationArguments, ValidatorConstraintInterface } from 'class-validator';
import { constraintTable } from '../compile/constraint-table.js';
import { argsOf, type FieldConstraint } from '../compile/field-constraint.js';
import { constraintFault } from './describe-fault.js';
import type { FormFault } from './form-faults.js';
import type { FormRun } from './form-run.js';
import type { FieldPlace } from './read-group.js';

/** The first constraint of a field that does not hold; one after the other, since some ask a database. */
export async function findBrokenConstraint(
  { field, owner }: FieldPlace,
  run: FormRun,
): Promise<FormFault | undefined> {
  const value: unknown = Reflect.get(owner, field.property);
  if (isUnconstrained({ field, owner })) return undefined;
  for (const constraint of field.constraints) {
    const fault = await checkConstraint(constraint, owner, value, field.label, run);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** Whether no constraint is to hold: of null where that may be, and where a condition says no. */
export function isUnconstrained({ field, owner }: Pick<FieldPlace, 'field' | 'owner'>): boolean {
  const value: unknown = Reflect.get(owner, field.property);
  if (value === null && field.admitsNull) return true;
  return field.conditions.some((condition) => !condition(owner, value));
}

async function checkConstraint(
  constraint: FieldConstraint,
  owner: object,
  value: unknown,
  label: string,
  run: FormRun,
): Promise<FormFault | undefined> {
  const { metadata } = constraint;
  if (metadata.validateIf && !metadata.validateIf(owner, value)) return undefined;
  const args: ValidationArguments = {
    targetName: owner.constructor.name,
    property: metadata.propertyName,
    object: owner,
    value,
    constraints: [...argsOf(metadata)],
  };
  for (const validator of await run.validators.find(constraint, run.call.request)) {
    if (!(await holds(validator, metadata.each, value, args, constraintTable.has(constraint.name ?? ''))))
      return constraintFault(constraint, validator, label, args);
  }
  return undefined;
}

async function holds(
  validator: ValidatorConstraintInterface,
  each: boolean,
  value: unknown,
  args: ValidationArguments,
  isBuiltIn: boolean,
): Promise<boolean> {
  const items: readonly unknown[] = each && Array.isArray(value) ? value : [value];
  for (const item of items) if (!(await holdsFor(validator, item, args, isBuiltIn))) return false;
  return true;
}

/** Some of class-validator fail on what anybody may send, such as half a pair of surrogates: it does not hold then. */
async function holdsFor(
  validator: ValidatorConstraintInterface,
  value: unknown,
  args: ValidationArguments,
  isBuiltIn: boolean,
): Promise<boolean> {
  try {
    return await validator.validate(value, args);
  } catch (error) {
    if (isBuiltIn && (error instanceof TypeError || error instanceof URIError)) return false;
    throw error;
  }
}
