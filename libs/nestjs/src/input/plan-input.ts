import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { Site, TypeCatalog } from '../types/type-catalog.js';
import type { DtoClass } from '../types/type-declaration.js';
import { applyTransforms } from './apply-transforms.js';
import { compileConstraints, type Constraints } from './compile-constraints.js';
import { construct, ReaderCompiler } from './compile-reader.js';
import type { ArgDeclaration, InputDeclaration } from './input-declaration.js';
import type { Member } from './members.js';
import { Issues } from './place.js';
import { compileTextMember, type TextMember } from './read-query.js';
import { reportSchemaIssues } from './schema-issues.js';

/** How one input is read, computed at boot. */
export interface InputPlan {
  readonly members: readonly Member[];
  /** The same for texts of a query. */
  readonly texts: readonly TextMember[];
  /** A new object to read the members into. */
  readonly target: () => object;
  /**
   * Makes the input of the target once all shapes are right; may return a promise.
   * @throws ValidationFailed
   */
  readonly finish: (target: object, source: object, raw: object) => unknown;
}

export function planInput(declaration: InputDeclaration, catalog: TypeCatalog, site: Site): InputPlan {
  switch (declaration.kind) {
    case 'none':
      return { members: [], texts: [], target: () => ({}), finish: () => undefined };
    case 'class':
      return planClass(declaration.type, catalog);
    case 'schema':
      return planSchema(declaration.schema, catalog, site);
    case 'args':
      return planArgs(declaration.args, catalog, site);
  }
}

function planClass(type: DtoClass, catalog: TypeCatalog): InputPlan {
  const { fields } = catalog.describeDto(type, 'input');
  const transform = applyTransforms(fields);
  const constraints = compileConstraints({ kind: 'dto', type }, catalog);
  return {
    members: new ReaderCompiler(catalog).members(fields),
    texts: fields.map((field) => compileTextMember(field.name, field.type)),
    target: () => construct(type),
    finish: (target, source, raw) => {
      transform?.(target, source, raw);
      if (constraints === undefined || constraints.holds(target)) return target;
      return explain(target, [{ path: [], value: target, constraints }]);
    },
  };
}

function planSchema(schema: StandardSchemaV1, catalog: TypeCatalog, site: Site): InputPlan {
  const fields = catalog.describeInput({ kind: 'schema', schema }, site);
  return {
    members: new ReaderCompiler(catalog).membersOfShape(fields),
    texts: fields.map(({ name, shape }) => compileTextMember(name, shape)),
    target: () => ({}),
    finish: (_target, source) => {
      const result = schema['~standard'].validate(source);
      return result instanceof Promise ? result.then(settle) : settle(result);
    },
  };
}

function settle(result: StandardSchemaV1.Result<unknown>): unknown {
  if (!result.issues) return result.value;
  const issues = new Issues();
  reportSchemaIssues(result.issues, [], issues);
  throw issues.toError();
}

function planArgs(args: readonly ArgDeclaration[], catalog: TypeCatalog, site: Site): InputPlan {
  const typed = args.map(({ name, required, ...arg }) => ({
    name,
    required,
    type: catalog.typeOfArg({ name, required, ...arg }, site),
  }));
  const compiler = new ReaderCompiler(catalog);
  const given = args.filter((arg) => arg.default !== undefined);
  const defaults = Object.fromEntries(given.map((arg) => [arg.name, arg.default]));
  const constrained = typed.flatMap(({ name, type }) => {
    const constraints = compileConstraints(type, catalog);
    return constraints === undefined ? [] : [{ name, constraints }];
  });
  return {
    members: typed.map(({ name, required, type }) => ({
      name,
      property: name,
      required,
      read: compiler.compile(type),
    })),
    texts: typed.map(({ name, type }) => compileTextMember(name, type)),
    target: () => ({ ...defaults }),
    finish: (target) => {
      const values = target as Readonly<Record<string, unknown>>;
      const parts = constrained.map(({ name, constraints }) => ({
        path: [name],
        value: values[name],
        constraints,
      }));
      return parts.every(({ constraints, value }) => constraints.holds(value))
        ? target
        : explain(target, parts);
    },
  };
}

interface ConstrainedPart {
  readonly path: readonly string[];
  readonly value: unknown;
  readonly constraints: Constraints;
}

async function explain(input: object, parts: readonly ConstrainedPart[]): Promise<object> {
  const issues = new Issues();
  for (const { constraints, value, path } of parts) await constraints.explain(value, path, issues);
  issues.throwIfAny();
  return input;
}
