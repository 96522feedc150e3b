import { getMetadataStorage, type ValidatorConstraintInterface } from 'class-validator';
import { validatorsOf, type ValidatorMetadata } from '../types/field-clues.js';
import type { DtoClass } from '../types/type-declaration.js';

type Condition = (object: object, value: unknown) => unknown;

/** One validator of one property. */
interface Rule {
  readonly metadata: ValidatorMetadata;
  /** Found at first use: an app gives class-validator its container after the classes are declared. */
  validators: readonly ValidatorConstraintInterface[] | undefined;
}

/** All that class-validator knows of one property, sorted once. */
interface PropertyRules {
  readonly property: string;
  readonly admitsNull: boolean;
  readonly conditions: readonly Condition[];
  readonly rules: readonly Rule[];
  readonly isNested: boolean;
  /** A promise is waited for by class-validator only, and an asynchronous validator should run once. */
  readonly isAsync: boolean;
}

/**
 * Runs the validators of class-validator without its executor, which looks everything up anew for each object. It
 * only says whether all of them pass, so a value that fails is shown to class-validator for its messages.
 */
export class ConstraintChecker {
  // By prototype: what an object says of its constructor may be what the caller sent.
  readonly #classes = new Map<object | null, readonly PropertyRules[]>();
  readonly #admitsNull: (type: DtoClass, property: string) => boolean;

  /** @param admitsNull whether a property may be null; then no constraint looks at null */
  constructor(admitsNull: (type: DtoClass, property: string) => boolean) {
    this.#admitsNull = admitsNull;
  }

  holds(instance: object): boolean {
    const prototype = Reflect.getPrototypeOf(instance);
    const rules = this.#classes.get(prototype) ?? this.#prepare(prototype);
    for (const rule of rules) if (!this.#propertyHolds(rule, instance)) return false;
    return true;
  }

  #propertyHolds(
    { property, admitsNull, conditions, rules, isNested, isAsync }: PropertyRules,
    instance: object,
  ): boolean {
    const value = (instance as Readonly<Record<string, unknown>>)[property];
    if (value === null && admitsNull) return true;
    for (const condition of conditions) if (!condition(instance, value)) return true;
    if (isAsync) return false;
    for (const rule of rules) if (!ruleHolds(rule, instance, value)) return false;
    return !isNested || this.#nestedHolds(value);
  }

  #nestedHolds(value: unknown): boolean {
    if (value === undefined) return true;
    if (Array.isArray(value)) return value.every((item) => this.#nestedHolds(item));
    return typeof value === 'object' && value !== null && this.holds(value);
  }

  #prepare(prototype: object | null): readonly PropertyRules[] {
    const type = classOf(prototype);
    const validators = validatorsOf(type);
    const properties = [...new Set(validators.map(({ propertyName }) => propertyName))];
    const prepared = properties.map((property) =>
      sortRules(
        property,
        this.#admitsNull(type, property),
        validators.filter(({ propertyName }) => propertyName === property),
      ),
    );
    this.#classes.set(prototype, prepared);
    return prepared;
  }
}

/** The class of instances with this prototype; Object for open data. */
export function classOf(prototype: object | null): DtoClass {
  const owner: unknown = prototype === null ? undefined : Reflect.get(prototype, 'constructor');
  // The constructor of a prototype is its class, unless somebody built the prototype by hand.
  return typeof owner === 'function' ? (owner as DtoClass) : Object;
}

function sortRules(
  property: string,
  admitsNull: boolean,
  validators: readonly ValidatorMetadata[],
): PropertyRules {
  const ofType = (...types: readonly string[]) => validators.filter(({ type }) => types.includes(type));
  return {
    property,
    admitsNull,
    conditions: ofType('conditionalValidation').map(({ constraints }) => constraints[0] as Condition),
    rules: ofType('customValidation', 'isDefined').map((metadata) => ({ metadata, validators: undefined })),
    isNested: ofType('nestedValidation').length > 0,
    isAsync: ofType('promiseValidation').length > 0 || validators.some(isAsynchronous),
  };
}

function ruleHolds(rule: Rule, object: object, value: unknown): boolean {
  const { metadata } = rule;
  if (metadata.validateIf && !metadata.validateIf(object, value)) return true;
  rule.validators ??= findValidators(metadata);
  const details = {
    targetName: object.constructor.name,
    property: metadata.propertyName,
    object,
    value,
    constraints: metadata.constraints,
  };
  // Anything but true needs a closer look: a promise, or what class-validator only takes for true.
  const passes = (validator: ValidatorConstraintInterface) =>
    metadata.each && Array.isArray(value)
      ? value.every((item) => validator.validate(item, details) === true)
      : validator.validate(value, details) === true;
  return rule.validators.every(passes);
}

function isAsynchronous({ constraintCls }: ValidatorMetadata): boolean {
  return getMetadataStorage()
    .getTargetValidatorConstraints(constraintCls)
    .some(({ async }) => async);
}

function findValidators({ constraintCls }: ValidatorMetadata): readonly ValidatorConstraintInterface[] {
  return getMetadataStorage()
    .getTargetValidatorConstraints(constraintCls)
    .map(({ instance }) => instance);
}
