import type { DtoClass } from './type-declaration.js';

/** What we read of `@ApiProperty` of @nestjs/swagger: an app that has it should not have to say things twice. */
export interface ApiProperty {
  /** A class, `() => Class` or the name of a JSON type. */
  readonly type: unknown;
  readonly isArray: boolean;
  readonly enumValues: readonly unknown[] | undefined;
  readonly mayBeLeftOut: boolean;
  readonly isNullable: boolean;
  readonly description: string | undefined;
}

interface ApiPropertyOptions {
  readonly type?: unknown;
  readonly isArray?: unknown;
  readonly enum?: unknown;
  readonly items?: { readonly enum?: unknown };
  readonly required?: unknown;
  readonly nullable?: unknown;
  readonly description?: unknown;
}

/** The properties that a class itself decorates, in the order of the source. */
export function ownApiProperties(owner: DtoClass): readonly string[] {
  const names: unknown = Reflect.getOwnMetadata('swagger/apiModelPropertiesArray', owner.prototype);
  if (!Array.isArray(names)) return [];
  // Swagger writes each with a colon in front.
  return names.filter((name) => typeof name === 'string').map((name) => name.slice(1));
}

export function readApiProperty(type: DtoClass, property: string): ApiProperty | undefined {
  const metadata: unknown = Reflect.getMetadata('swagger/apiModelProperties', type.prototype, property);
  if (typeof metadata !== 'object' || metadata === null) return undefined;
  const options: ApiPropertyOptions = metadata;
  const enumValues = options.enum ?? options.items?.enum;
  return {
    type: options.type === 'array' ? undefined : options.type,
    isArray: options.isArray === true || options.type === 'array',
    enumValues: Array.isArray(enumValues) ? enumValues : undefined,
    mayBeLeftOut: options.required === false,
    isNullable: options.nullable === true,
    description: typeof options.description === 'string' ? options.description : undefined,
  };
}
