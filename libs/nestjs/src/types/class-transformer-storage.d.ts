// class-transformer keeps its metadata in this file, which has no declarations where it stands; Nest's own packages
// read it from there too.
declare module 'class-transformer/cjs/storage.js' {
  export const defaultMetadataStorage: import('./transformer-storage.js').TransformerStorage;
}
