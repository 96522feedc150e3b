import { type Field, type Shape, type StructDeclaration, toCamelName, toWireName } from '@mizan/protocol';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { BootProblem } from '../errors/index.js';
import type { ArgDeclaration, InputDeclaration } from '../input/input-declaration.js';
import { describeArg, refuseArg } from './describe-arg.js';
import { describeDto } from './describe-dto.js';
import { type DtoDescription, toField } from './dto-description.js';
import type { Direction } from './field-clues.js';
import { readJsonSchema, readSchemaFields, type SchemaSink } from './read-json-schema.js';
import { Refusal } from './refusal.js';
import { toJsonSchema } from './standard-schema.js';
import { StructTable } from './struct-table.js';
import { toPascal } from './to-pascal.js';
import type { DtoClass, TypeDeclaration } from './type-declaration.js';
import { typeOfDeclaration } from './type-of-declaration.js';
import { uploadInOutput } from './upload-in-output.js';
import { classesOf, holdsUpload, optionalType, shapeOf, type ValueType } from './value-type.js';

/** Where a declaration stands. */
export interface Site {
  readonly className: string;
  readonly methodName: string;
  /** The wire name. @default that of the method */
  readonly functionName?: string;
}

/** Where a type stands, and what a struct in it is called when it has no name of its own. */
interface TypePlace {
  readonly where: string;
  readonly structName: string;
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
  readonly #structs = new StructTable((name, refusal) => this.#report(refusal.at(name)));
  /** The function whose types are being described. */
  #function = '';

  /** The structs that shapes refer to, by name; it grows with every description. */
  get structs(): Readonly<Record<string, StructDeclaration>> {
    return this.#structs.declarations;
  }

  get problems(): readonly BootProblem[] {
    return [...this.#problems.values()];
  }

  describeOutput(declaration: TypeDeclaration, site: Site): Shape {
    this.#function = whereOf(site);
    const place = { where: whereOf(site), structName: `${camelName(site)}Output` };
    return shapeOf(this.#typeOf(declaration, 'output', place));
  }

  describeInput(declaration: InputDeclaration, site: Site): readonly Field[] {
    this.#function = whereOf(site);
    switch (declaration.kind) {
      case 'none':
        return [];
      case 'class':
        return this.describeDto(declaration.type, 'input').fields.map(toField);
      case 'schema':
        return this.#describeSchemaInput(declaration.schema, site);
      case 'args':
        return declaration.args.map((arg) => describeArg(arg, this.typeOfArg(arg, site)));
    }
  }

  /** What an argument is. That it is null by default says that it may be null. */
  typeOfArg(arg: ArgDeclaration, site: Site): ValueType {
    const where = `${whereOf(site)} argument "${arg.name}"`;
    const structName = `${camelName(site)}Input${toPascal(arg.name)}`;
    const declared = this.#typeOf(arg.type, 'input', { where, structName });
    const type = arg.default === null ? optionalType(declared) : declared;
    const refusal = refuseArg(arg, type);
    if (refusal) this.#report(refusal.at(where));
    return type;
  }

  /** A DTO class as inputs or outputs see it, and with it every class that it refers to. */
  describeDto(type: DtoClass, direction: Direction): DtoDescription {
    const known = this.#descriptions[direction].get(type);
    if (known) return known;
    const { description, problems } = describeDto(type, direction, (declaration, property) => {
      const structName = type.name + toPascal(property);
      return this.#read(declaration, direction, { where: `${type.name}.${property}`, structName });
    });
    // Known before its parts are looked at, since these may lead back here.
    this.#descriptions[direction].set(type, description);
    for (const problem of problems) this.#report(problem);
    for (const field of description.fields) this.#declareClasses(field.type, direction);
    return description;
  }

  #typeOf(declaration: TypeDeclaration, direction: Direction, place: TypePlace): ValueType {
    const read = this.#read(declaration, direction, place);
    const isMisplaced = direction === 'output' && !(read instanceof Refusal) && holdsUpload(read);
    const type = isMisplaced ? uploadInOutput : read;
    if (type instanceof Refusal) {
      this.#report(type.at(place.where));
      return { kind: 'primitive', name: 'json' };
    }
    this.#declareClasses(type, direction);
    return type;
  }

  #read(declaration: TypeDeclaration, direction: Direction, place: TypePlace): ValueType | Refusal {
    return typeOfDeclaration(declaration, (schema) => this.#readSchema(schema, direction, place));
  }

  #readSchema(schema: StandardSchemaV1, direction: Direction, place: TypePlace): ValueType | Refusal {
    const known = direction === 'output' ? this.#outputSchemas.get(schema) : undefined;
    if (known) return { kind: 'schema', schema, shape: known };
    const document = toJsonSchema(schema, direction);
    if (document instanceof Refusal) return document;
    const shape = readJsonSchema(document, place.structName, this.#sinkFor(place.where, schema));
    // One schema is one type wherever it stands, or merging by type could not find it.
    if (direction === 'output') this.#outputSchemas.set(schema, shape);
    return { kind: 'schema', schema, shape };
  }

  #describeSchemaInput(schema: StandardSchemaV1, site: Site): readonly Field[] {
    const where = whereOf(site);
    const document = toJsonSchema(schema, 'input');
    const fields =
      document instanceof Refusal
        ? document
        : readSchemaFields(document, `${camelName(site)}Input`, this.#sinkFor(where, schema));
    if (!(fields instanceof Refusal)) return fields;
    this.#report(fields.at(where));
    return [];
  }

  #declareClasses(type: ValueType, direction: Direction): void {
    for (const dto of classesOf(type)) {
      if (dto.name === '') this.#report(nameless.at('A type'));
      const { fields } = this.describeDto(dto, direction);
      this.#structs.declare(dto.name, dto, { fields: fields.map(toField) }, this.#function);
    }
  }

  #sinkFor(where: string, schema: StandardSchemaV1): SchemaSink {
    return {
      declare: (name, declaration) => this.#structs.declare(name, schema, declaration, this.#function),
      report: (refusal) => this.#report(refusal.at(where)),
    };
  }

  #report(problem: BootProblem): void {
    // A class that is input and output is described twice, and has its problem once.
    this.#problems.set(`${problem.where}\n${problem.problem}`, problem);
  }
}

const nameless = new Refusal('a class without a name stands for it', 'Give the class a name');

function whereOf({ className, methodName }: Site): string {
  return `${className}.${methodName}`;
}

function camelName({ methodName, functionName }: Site): string {
  return toCamelName(functionName ?? toWireName(methodName));
}
