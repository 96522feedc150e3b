import { getMetadataStorage } from 'class-validator';
import { type ApiProperty, readApiProperty } from './api-property.js';
import {
  type MemberMetadata,
  type TransformMetadata,
  transformationType,
  transformerStorage,
} from './transformer-storage.js';
import type { DtoClass } from './type-declaration.js';

/** Which way a value travels. `@Expose` and `@Exclude` may hold for one way only. */
export type Direction = 'input' | 'output';

/** What class-validator knows of one decorator on one property. */
export type ValidatorMetadata = ReturnType<
  ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']
>[number];

/** Everything that decorators, the compiler and the constructor say about one property, not yet understood. */
export interface FieldClues {
  readonly property: string;
  readonly validators: readonly ValidatorMetadata[];
  /** What `@Type(() => …)` returns. */
  readonly typeOption: unknown;
  /** `@Type` with a discriminator. */
  readonly isPolymorphic: boolean;
  /** `design:type`. Its value for anything but a class depends on the compiler. */
  readonly designType: unknown;
  readonly api: ApiProperty | undefined;
  /** What the constructor puts there. */
  readonly initial: unknown;
  /** A getter without a setter. */
  readonly isReadOnly: boolean;
  readonly expose: MemberMetadata | undefined;
  readonly transforms: readonly TransformMetadata[];
}

/** Makes a function that gathers what is said of one property of a class, as it holds for one direction. */
export function clueReader(
  type: DtoClass,
  direction: Direction,
): (property: string, initial: unknown) => FieldClues {
  // Asked for once: class-validator goes through the validators of all classes for it.
  const validators = validatorsOf(type);
  return (property, initial) => {
    const typeMetadata = transformerStorage.findTypeMetadata(type, property);
    const expose = transformerStorage.findExposeMetadata(type, property);
    return {
      property,
      validators: validators.filter(({ propertyName }) => propertyName === property),
      typeOption: typeMetadata?.typeFunction?.(),
      isPolymorphic: typeMetadata?.options?.discriminator !== undefined,
      designType: Reflect.getMetadata('design:type', type.prototype, property),
      api: readApiProperty(type, property),
      initial,
      isReadOnly: isReadOnly(type.prototype, property),
      expose: expose && holdsFor(expose, direction) ? expose : undefined,
      transforms: transformerStorage.findTransformMetadatas(type, property, transformationType[direction]),
    };
  };
}

/** What class-validator would check on an instance of a class. Groups do not matter: it is run without any. */
export function validatorsOf(type: DtoClass): readonly ValidatorMetadata[] {
  return getMetadataStorage().getTargetValidationMetadatas(type, '', false, false);
}

/** The same for some groups, as `validate(…, { groups, always: true })` has it: what belongs to no group always holds. */
export function validatorsOfGroups(
  type: DtoClass,
  groups: readonly string[] | undefined,
): readonly ValidatorMetadata[] {
  if (groups === undefined) return validatorsOf(type);
  return getMetadataStorage().getTargetValidationMetadatas(type, '', true, false, [...groups]);
}

/** Whether `@Exclude` keeps a property from travelling this way. */
export function isExcluded(type: DtoClass, property: string, direction: Direction): boolean {
  const exclude = transformerStorage.findExcludeMetadata(type, property);
  if (exclude && holdsFor(exclude, direction)) return true;
  if (transformerStorage.getStrategy(type) !== 'excludeAll') return false;
  const expose = transformerStorage.findExposeMetadata(type, property);
  return !(expose && holdsFor(expose, direction));
}

function holdsFor({ options }: MemberMetadata, direction: Direction): boolean {
  if (!options?.toClassOnly === !options?.toPlainOnly) return true;
  return direction === 'input' ? options?.toClassOnly === true : options?.toPlainOnly === true;
}

function isReadOnly(prototype: unknown, property: string): boolean {
  if (typeof prototype !== 'object' || prototype === null) return false;
  const descriptor = Object.getOwnPropertyDescriptor(prototype, property);
  if (descriptor === undefined) return isReadOnly(Object.getPrototypeOf(prototype), property);
  return descriptor.get !== undefined && descriptor.set === undefined;
}
