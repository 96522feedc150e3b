// Public, to be exported by the package: Typed, Nullable, nullable, enumOf, and the types DtoClass, EnumOf,
// Nullable (as NullableDeclaration), PrimitiveWord, TypeDeclaration, TypedDecorator, TypedOptions, ValueOf.
export { TypeCatalog } from './type-catalog.js';
export { enumOf, nullable } from './type-declaration.js';
export { Nullable, Typed } from './typed.decorator.js';
export type { Site } from './type-catalog.js';
export type {
  DtoClass,
  EnumOf,
  Nullable as NullableDeclaration,
  PrimitiveWord,
  TypeDeclaration,
  ValueOf,
} from './type-declaration.js';
export type { TypedDeclaration, TypedDecorator, TypedOptions } from './typed.decorator.js';
