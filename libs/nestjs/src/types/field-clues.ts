import { getMetadataStorage } from 'class-validator';
import type { ApiProperty } from './api-property.js';
import { ownApiProperties, readApiProperty } from './api-property.js';
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

/** The properties of a class that carry a decorator which we know, base classes first, in the order of the source. */
export function decoratedProperties(type: DtoClass): readonly string[] {
  const order: string[] = [];
  for (const owner of lineage(type)) {
    for (const name of mergeOrders(ownDecorated(owner))) if (!order.includes(name)) order.push(name);
  }
  return order;
}

export function readClues(
  type: DtoClass,
  property: string,
  initial: unknown,
  direction: Direction,
): FieldClues {
  const typeMetadata = transformerStorage.findTypeMetadata(type, property);
  const expose = transformerStorage.findExposeMetadata(type, property);
  return {
    property,
    validators: validatorsOf(type).filter(({ propertyName }) => propertyName === property),
    typeOption: typeMetadata?.typeFunction?.(),
    isPolymorphic: typeMetadata?.options?.discriminator !== undefined,
    designType: Reflect.getMetadata('design:type', type.prototype, property),
    api: readApiProperty(type, property),
    initial,
    isReadOnly: isReadOnly(type.prototype, property),
    expose: expose && holdsFor(expose, direction) ? expose : undefined,
    transforms: transformerStorage.findTransformMetadatas(type, property, transformationType[direction]),
  };
}

/** What class-validator would check on an instance of a class. Groups do not matter: it is run without any. */
export function validatorsOf(type: DtoClass): readonly ValidatorMetadata[] {
  return getMetadataStorage().getTargetValidationMetadatas(type, '', false, false);
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

function lineage(type: DtoClass): readonly DtoClass[] {
  const parent: unknown = Object.getPrototypeOf(type);
  const isClass = typeof parent === 'function' && parent !== Function.prototype;
  // A class extends only classes, and what is below Function.prototype is none.
  return isClass ? [...lineage(parent as DtoClass), type] : [type];
}

function ownDecorated(owner: DtoClass): readonly (readonly string[])[] {
  const { _typeMetadatas, _exposeMetadatas, _excludeMetadatas, _transformMetadatas } = transformerStorage;
  const transformer = [_typeMetadatas, _exposeMetadatas, _excludeMetadatas, _transformMetadatas];
  return [
    validatorsOf(owner)
      .filter(({ target }) => target === owner)
      .map(({ propertyName }) => propertyName),
    ...transformer.map((byOwner) => [...(byOwner.get(owner)?.keys() ?? [])].filter(isName)),
    ownApiProperties(owner),
  ];
}

// Decorators on the class itself stand under `undefined`.
function isName(key: string | undefined): key is string {
  return key !== undefined;
}

/** Joins lists that each keep the order of the source: what one does not know follows its predecessor in the other. */
function mergeOrders(lists: readonly (readonly string[])[]): readonly string[] {
  const merged: string[] = [];
  for (const list of lists) {
    let at = list.some((name) => merged.includes(name)) ? -1 : merged.length - 1;
    for (const name of list) {
      const known = merged.indexOf(name);
      at = known === -1 ? at + 1 : known;
      if (known === -1) merged.splice(at, 0, name);
    }
  }
  return merged;
}
