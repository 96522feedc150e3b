// What `@Type`, `@Expose`, `@Exclude` and `@Transform` leave behind. class-transformer exports it only from this
// file, which has no declarations of its own; Nest's own packages read it from there too.
declare module 'class-transformer/cjs/storage.js' {
  interface MemberOptions {
    readonly name?: string;
    readonly toClassOnly?: boolean;
    readonly toPlainOnly?: boolean;
    readonly groups?: readonly string[];
    readonly since?: number;
    readonly until?: number;
  }

  interface MemberMetadata {
    readonly propertyName: string | undefined;
    readonly options: MemberOptions | undefined;
  }

  interface TypeMetadata {
    readonly typeFunction: ((options?: unknown) => unknown) | undefined;
    readonly reflectedType: unknown;
    readonly options: { readonly discriminator?: unknown } | undefined;
  }

  interface TransformMetadata extends MemberMetadata {
    readonly transformFn: (params: {
      readonly value: unknown;
      readonly key: string;
      readonly obj: unknown;
      readonly type: number;
      readonly options: object;
    }) => unknown;
  }

  /** By class, then by property; decorators on the class itself stand under `undefined`. */
  type OwnMetadata = ReadonlyMap<unknown, ReadonlyMap<string | undefined, unknown>>;

  export const defaultMetadataStorage: {
    readonly _typeMetadatas: OwnMetadata;
    readonly _exposeMetadatas: OwnMetadata;
    readonly _excludeMetadatas: OwnMetadata;
    readonly _transformMetadatas: OwnMetadata;
    findTypeMetadata(target: object, propertyName: string): TypeMetadata | undefined;
    findTransformMetadatas(target: object, propertyName: string, type: number): readonly TransformMetadata[];
    findExposeMetadata(target: object, propertyName: string): MemberMetadata | undefined;
    findExcludeMetadata(target: object, propertyName: string): MemberMetadata | undefined;
    getExposedMetadatas(target: object): readonly MemberMetadata[];
    getExcludedMetadatas(target: object): readonly MemberMetadata[];
    getStrategy(target: object): 'excludeAll' | 'exposeAll' | 'none';
  };
}
