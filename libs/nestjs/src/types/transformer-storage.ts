import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';

/** Options of `@Expose`, `@Exclude` and `@Transform`. */
export interface MemberOptions {
  readonly name?: string;
  readonly toClassOnly?: boolean;
  readonly toPlainOnly?: boolean;
  readonly groups?: readonly string[];
}

export interface MemberMetadata {
  readonly options: MemberOptions | undefined;
}

export interface TypeMetadata {
  readonly typeFunction: (() => unknown) | undefined;
  readonly options: { readonly discriminator?: unknown } | undefined;
}

export interface TransformMetadata extends MemberMetadata {
  readonly transformFn: (params: TransformParams) => unknown;
}

export interface TransformParams {
  readonly value: unknown;
  readonly key: string;
  readonly obj: object;
  /** {@link transformationType} */
  readonly type: number;
  readonly options: object;
}

/** By class, then by property; decorators on the class itself stand under `undefined`. */
export type OwnMetadata = ReadonlyMap<unknown, ReadonlyMap<string | undefined, unknown>>;

/** What class-transformer's decorators left behind, as far as we read it. */
export interface TransformerStorage {
  readonly _typeMetadatas: OwnMetadata;
  readonly _exposeMetadatas: OwnMetadata;
  readonly _excludeMetadatas: OwnMetadata;
  readonly _transformMetadatas: OwnMetadata;
  findTypeMetadata(target: object, property: string): TypeMetadata | undefined;
  findTransformMetadatas(target: object, property: string, type: number): readonly TransformMetadata[];
  findExposeMetadata(target: object, property: string): MemberMetadata | undefined;
  findExcludeMetadata(target: object, property: string): MemberMetadata | undefined;
  getStrategy(target: object): 'excludeAll' | 'exposeAll' | 'none';
}

/** `TransformationType` of class-transformer: into a class for inputs, out of one for outputs. */
export const transformationType = { input: 0, output: 1 } as const;

export const transformerStorage: TransformerStorage = defaultMetadataStorage;
