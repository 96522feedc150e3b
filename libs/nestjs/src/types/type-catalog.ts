import { type Field, type Shape, type StructDeclaration, toCamelName, toWireName } from '@mizan/protocol';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { BootProblem } from '../errors/index.js';
import type { ArgDeclaration, InputDeclaration } from '../input/input-declaration.js';
import { describeDto } from './describe-dto.js';
import { type DtoDescription, toField } from './dto-description.js';
import type { Direction } from './field-clues.js';
import { isDefaultOf } from './is-default-of.js';
import { readJsonSchema, readSchemaFields, type SchemaSink, toPascal } from './read-json-schema.js';
import { toJsonSchema } from './standard-schema.js';
import { StructTable } from './struct-table.js';
import type { DtoClass, TypeDeclaration } from './type-declaration.js';
import { typeOfDeclaration } from './type-of-declaration.js';
import { isRefusal, problemAt, refuse, type Refusal } from './type-problem.js';
import { classesOf, shapeOf, type ValueType } from './value-type.js';

/** Where a declaration stands. */
export interface Site {
  readonly className: string;
  readonly methodName: string;
  /** The wire name. @default that of the method */
  readonly functionName?: string;
}

/**
 * All types of one app: turns declarations into shapes, collects the structs that these refer to, and every problem
 * on the way, so that all can be told at once. Where there is a problem, the shape is open data.
 */
export class TypeCatalog {
  readonly #descriptions = {
    input: new Map<DtoClass, DtoDescription>(),
    output: new Map<DtoClass, DtoDescription>(),
  };
  readonly #outputSchemas = new Map<StandardSchemaV1, Shape>();
  readonly #problems = new Map<string, BootProblem>();
  readonly #structs = new StructTable((name, refusal) => this.#report(name, refusal));

  /** The structs that shapes refer to, by name. */
  get structs(): Readonly<Record<string, StructDeclaration>> {
    return this.#structs.declarations;
  }

  get problems(): readonly BootProblem[] {
    return [...this.#problems.values()];
  }

  describeOutput(declaration: TypeDeclaration, site: Site): Shape {
    return shapeOf(
      this.typeOf(declaration, 'output', { where: whereOf(site), name: `${camelName(site)}Output` }),
    );
  }

  describeInput(declaration: InputDeclaration, site: Site): readonly Field[] {
    switch (declaration.kind) {
      case 'none':
        return [];
      case 'class':
        return this.describeDto(declaration.type, 'input').fields.map(toField);
      case 'schema':
        return this.#describeSchemaInput(declaration.schema, site);
      case 'args':
        return declaration.args.map((arg) => this.#describeArg(arg, site));
    }
  }

  /** What an argument is, classes and schemas included. */
  typeOfArg({ name, type }: ArgDeclaration, site: Site): ValueType {
    const where = `${whereOf(site)} argument "${name}"`;
    return this.typeOf(type, 'input', { where, name: `${camelName(site)}Input${toPascal(name)}` });
  }

  /** A DTO class as inputs or outputs see it, and with it every class that it refers to. */
  describeDto(type: DtoClass, direction: Direction): DtoDescription {
    const known = this.#descriptions[direction].get(type);
    if (known) return known;
    const { description, problems } = describeDto(type, direction, (declaration, property) =>
      this.#read(declaration, direction, {
        where: `${type.name}.${property}`,
        name: type.name + toPascal(property),
      }),
    );
    // Known before its parts are looked at, since these may lead back here.
    this.#descriptions[direction].set(type, description);
    for (const problem of problems) this.#add(problem);
    for (const field of description.fields) this.#declareClasses(field.type, direction);
    return description;
  }

  /** @param place.name names a struct that has no name of its own. */
  typeOf(
    declaration: TypeDeclaration,
    direction: Direction,
    place: { where: string; name: string },
  ): ValueType {
    const type = this.#read(declaration, direction, place);
    if (isRefusal(type)) {
      this.#report(place.where, type);
      return { kind: 'primitive', name: 'json' };
    }
    this.#declareClasses(type, direction);
    return type;
  }

  #read(
    declaration: TypeDeclaration,
    direction: Direction,
    place: { where: string; name: string },
  ): ValueType | Refusal {
    return typeOfDeclaration(declaration, (schema) => this.#readSchema(schema, direction, place));
  }

  #readSchema(
    schema: StandardSchemaV1,
    direction: Direction,
    place: { where: string; name: string },
  ): ValueType | Refusal {
    const known = direction === 'output' ? this.#outputSchemas.get(schema) : undefined;
    if (known) return { kind: 'schema', schema, shape: known };
    const described = toJsonSchema(schema, direction);
    if (isRefusal(described)) return described;
    const shape = readJsonSchema(described.document, place.name, this.#sinkFor(place.where, schema));
    // One schema is one type wherever it stands, or merging by type could not find it.
    if (direction === 'output') this.#outputSchemas.set(schema, shape);
    return { kind: 'schema', schema, shape };
  }

  #describeSchemaInput(schema: StandardSchemaV1, site: Site): readonly Field[] {
    const where = whereOf(site);
    const described = toJsonSchema(schema, 'input');
    if (isRefusal(described)) return this.#report(where, described);
    const fields = readSchemaFields(
      described.document,
      `${camelName(site)}Input`,
      this.#sinkFor(where, schema),
    );
    return fields ?? this.#report(where, refuse('its input schema is no object', 'Wrap it: z.object({ … })'));
  }

  #describeArg(arg: ArgDeclaration, site: Site): Field {
    const type = this.typeOfArg(arg, site);
    if (arg.default !== undefined && arg.default !== null && !isDefaultOf(arg.default, type)) {
      this.#report(
        `${whereOf(site)} argument "${arg.name}"`,
        refuse('its default is not of its type', 'Change one of them'),
      );
    }
    const isPrintable = arg.default !== undefined && arg.default !== null;
    return {
      name: arg.name,
      shape: shapeOf(type),
      required: arg.required,
      ...(isPrintable ? { default: arg.default } : {}),
    };
  }

  #declareClasses(type: ValueType, direction: Direction): void {
    for (const dto of classesOf(type)) {
      if (dto.name === '')
        this.#report('A class without a name', refuse('it is used as a type', 'Give it a name'));
      const { fields } = this.describeDto(dto, direction);
      this.#structs.declare(dto.name, dto, { fields: fields.map(toField) });
    }
  }

  #sinkFor(where: string, schema: StandardSchemaV1): SchemaSink {
    return {
      declare: (name, declaration) => this.#structs.declare(name, schema, declaration),
      report: (path, { why, fix }) =>
        this.#report(where, refuse(path === '' ? why : `"${path}": ${why}`, fix)),
    };
  }

  #report(where: string, refusal: Refusal): [] {
    this.#add(problemAt(where, refusal));
    return [];
  }

  #add(problem: BootProblem): void {
    // A class that is input and output is described twice, and has its problem once.
    this.#problems.set(`${problem.where}\n${problem.problem}`, problem);
  }
}

function whereOf({ className, methodName }: Site): string {
  return `${className}.${methodName}`;
}

function camelName({ methodName, functionName }: Site): string {
  return toCamelName(functionName ?? toWireName(methodName));
}
