// All but the catalog is public.
export { TypeCatalog } from './type-catalog.js';
export { enumOf, nullable, uploadOf } from './type-declaration.js';
export { Nullable, Typed } from './typed.decorator.js';
export { Upload } from './upload.decorator.js';
export type {
  DtoClass,
  EnumOf,
  Nullable as NullableDeclaration,
  PrimitiveWord,
  TypeDeclaration,
  UploadOf,
  ValueOf,
} from './type-declaration.js';
export type { TypedOptions } from './typed.decorator.js';
export type { FileOptions } from './file-options.js';
