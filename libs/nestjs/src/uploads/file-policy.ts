/** What a function takes where it expects a file. */
export interface FilePolicy {
  /** Under what files are counted: of a list the path of the list, else that of the file. */
  readonly key: string;
  /** In bytes; more than the option `maxFileSize` counts as well. @default the option `maxFileSize` */
  readonly maxSize?: number | undefined;
  /** Media types as `image/png`, or all of a kind as `image/*`. @default anything */
  readonly accept?: readonly string[] | undefined;
  /** Files under the key, at most: 1 for what is no list. @default the option `maxFiles` */
  readonly maxCount?: number | undefined;
}

/** How many files the fields of a function declare together. */
export interface DeclaredFiles {
  readonly files: number;
  /** Lists of files that do not say how many: each may hold as many as the option `maxFiles` says. */
  readonly openLists: number;
}

/** What a function expects of files. */
export interface FilePolicies {
  /**
   * Of one under the path of its field, such as `photo`, `photos`, `photos.0` or `lines.0.photo`; undefined where none is
   * expected. Asked before anything of the file is stored.
   */
  readonly find: (path: string) => FilePolicy | undefined;
  readonly declared: DeclaredFiles;
}

export function takesFiles({ declared }: FilePolicies): boolean {
  return declared.files + declared.openLists > 0;
}
