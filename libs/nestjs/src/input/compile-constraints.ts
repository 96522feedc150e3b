import { validate, type ValidationError } from 'class-validator';
import type { TypeCatalog } from '../types/type-catalog.js';
import type { DtoClass } from '../types/type-declaration.js';
import { presentType, type ValueType } from '../types/value-type.js';
import { classOf, ConstraintChecker } from './constraint-checker.js';
import type { Issues } from './place.js';

type Path = readonly PropertyKey[];

/** What class-validator demands of a value whose shape is right. */
export interface Constraints {
  /** Whether every constraint surely holds; of an asynchronous one that is not known. */
  holds(value: unknown): boolean;
  /** Asks class-validator itself, which may still find that all is well. */
  explain(value: unknown, path: Path, issues: Issues): Promise<void>;
}

/** The constraints of the DTO at the core of a type, through lists and null; undefined when there is none. */
export function compileConstraints(type: ValueType, catalog: TypeCatalog): Constraints | undefined {
  const core = presentType(type);
  if (core.kind === 'list') return forList(compileConstraints(core.item, catalog));
  if (core.kind !== 'dto') return undefined;
  const fieldOf = (owner: DtoClass, property: string) =>
    catalog.describeDto(owner, 'input').fields.find((field) => field.property === property);
  const checker = new ConstraintChecker(
    (owner, property) => fieldOf(owner, property)?.type.kind === 'optional',
  );

  return {
    holds: (value) => !isObject(value) || checker.holds(value),
    explain: async (value, path, issues) => {
      if (isObject(value)) collect(await validate(value, options), value, path);

      function collect(errors: readonly ValidationError[], owner: object, at: Path): void {
        const isList = Array.isArray(owner);
        for (const { property, value: found, constraints, children } of errors) {
          const field = isList ? undefined : fieldOf(classOf(Reflect.getPrototypeOf(owner)), property);
          if (found === null && field?.type.kind === 'optional') continue;
          const here = [...at, field?.name ?? property];
          for (const message of Object.values(constraints ?? {})) issues.add(here, message);
          if (children && isObject(found)) collect(children, found, here);
        }
      }
    },
  };
}

// Instances hold declared fields only, so there is nothing to strip and nothing unknown.
const options = { forbidUnknownValues: false, validationError: { target: false } };

function forList(item: Constraints | undefined): Constraints | undefined {
  if (item === undefined) return undefined;
  return {
    holds: (value) => !Array.isArray(value) || value.every((element) => item.holds(element)),
    explain: async (value, path, issues) => {
      if (!Array.isArray(value)) return;
      for (const [index, element] of value.entries()) await item.explain(element, [...path, index], issues);
    },
  };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
