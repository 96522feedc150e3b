// All but the catalog is public.
export { TypeCatalog } from './type-catalog.js';
export { enumOf, nullable } from './type-declaration.js';
export { Nullable, Typed } from './typed.decorator.js';
export type {
  DtoClass,
  EnumOf,
  Nullable as NullableDeclaration,
  PrimitiveWord,
  TypeDeclaration,
  ValueOf,
} from './type-declaration.js';
export type { TypedOptions } from './typed.decorator.js';
