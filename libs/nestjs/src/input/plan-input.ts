import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { Site, TypeCatalog } from '../types/type-catalog.js';
import type { DtoClass } from '../types/type-declaration.js';
import { applyTransforms } from './apply-transforms.js';
import { compileConstraints, type Constraints } from './compile-constraints.js';
import { construct, type DeclaredField, ReaderCompiler, toDeclared } from './compile-reader.js';
import type { FilePolicies } from '../uploads/index.js';
import { PartCompiler, type PartField } from './convert-parts.js';
import { compileFilePolicies } from './file-policies.js';
import type { ArgDeclaration, InputDeclaration } from './input-declaration.js';
import { Issues } from './place.js';
import type { FieldReader } from './read-fields.js';
import { compileTextField, type TextField } from './read-query.js';
import { reportSchemaIssues } from './schema-issues.js';

/** How one input is read, computed at boot. */
export interface InputPlan {
  readonly fields: readonly FieldReader[];
  /** The same for texts of a query. */
  readonly texts: readonly TextField[];
  /** The same for a multipart body. */
  readonly parts: readonly PartField[];
  /** What is expected of files. */
  readonly files: FilePolicies;
  /** Whether `@Transform` is shown the texts of a query: `5` and `05` may then be two inputs. */
  readonly seesTexts: boolean;
  /** A new object to read the fields into. */
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
      return { ...planFields([], catalog), seesTexts: false, target: () => ({}), finish: () => undefined };
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
    ...planFields(fields, catalog),
    seesTexts: transform !== undefined,
    target: () => construct(type),
    finish: (target, source, raw) => {
      transform?.(target, source, raw);
      return constraints ? checkParts(target, [{ path: [], value: target, constraints }]) : target;
    },
  };
}

function planSchema(schema: StandardSchemaV1, catalog: TypeCatalog, site: Site): InputPlan {
  const fields = catalog.describeInput({ kind: 'schema', schema }, site);
  return {
    ...planFields(fields.map(toDeclared), catalog),
    seesTexts: false,
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
  const fields = args.map((arg) => ({ ...arg, type: catalog.typeOfArg(arg, site) }));
  const defaults = fields
    .filter((arg) => arg.default !== undefined)
    .map((arg) => [arg.name, arg.default] as const);
  const initial: Readonly<Record<string, unknown>> = Object.fromEntries(defaults);
  const hasOpenDefault = defaults.some(([, value]) => typeof value === 'object' && value !== null);
  const constrained = fields.flatMap(({ name, type }) => {
    const constraints = compileConstraints(type, catalog);
    return constraints ? [{ name, constraints }] : [];
  });
  return {
    ...planFields(fields, catalog),
    seesTexts: false,
    // Without a prototype, so that an argument that was not sent is not what every object inherits. A default that
    // a method could change is copied for each call.
    target: () =>
      Object.assign(Object.create(null) as object, hasOpenDefault ? structuredClone(initial) : initial),
    finish: (target) => {
      const values = target as Readonly<Record<string, unknown>>;
      const parts = constrained.map(({ name, constraints }) => ({
        path: [name],
        value: values[name],
        constraints,
      }));
      return checkParts(target, parts);
    },
  };
}

function planFields(
  fields: readonly DeclaredField[],
  catalog: TypeCatalog,
): Pick<InputPlan, 'fields' | 'texts' | 'parts' | 'files'> {
  return {
    fields: new ReaderCompiler(catalog).fields(fields),
    texts: fields.map(({ name, type }) => compileTextField(name, type)),
    parts: new PartCompiler(catalog).fields(fields),
    files: compileFilePolicies(fields, catalog),
  };
}

/** A part of an input that has constraints. */
interface ConstrainedPart {
  readonly path: readonly string[];
  readonly value: unknown;
  readonly constraints: Constraints;
}

function checkParts(input: object, parts: readonly ConstrainedPart[]): object | Promise<object> {
  return parts.every(({ constraints, value }) => constraints.holds(value))
    ? input
    : explainParts(input, parts);
}

async function explainParts(input: object, parts: readonly ConstrainedPart[]): Promise<object> {
  const issues = new Issues();
  for (const { constraints, value, path } of parts) await constraints.explain(value, path, issues);
  issues.throwIfAny();
  return input;
}
