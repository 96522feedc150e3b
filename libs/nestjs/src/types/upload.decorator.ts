import { Allow, ArrayMaxSize } from 'class-validator';
import type { MizanFile } from '../uploads/index.js';
import type { ValidatorMetadata } from './field-clues.js';
import type { TypedDecorator } from './typed.decorator.js';
import type { FileOptions } from './file-options.js';

const uploadMark: unique symbol = Symbol.for('mizan.upload');

/**
 * Declares a property of a DTO that is a file, or a list of files: `MizanFile` or `MizanFile[]`. Such an input comes as a
 * multipart body, and only to functions that are called over HTTP, and to forms.
 *
 * @example @Upload({ maxSize: '5MB', accept: 'image/*' }) photo!: MizanFile;
 * @example @Upload({ maxSize: '2MB', count: 5 }) @IsOptional() attachments?: MizanFile[];
 */
export function Upload(options: FileOptions = {}): TypedDecorator<MizanFile | readonly MizanFile[] | null> {
  const bound = options.count === undefined ? undefined : ArrayMaxSize(options.count);
  return (prototype, property) => {
    const designType: unknown = Reflect.getMetadata('design:type', prototype, property);
    // It lives in class-validator's storage, because that is what mapped types (`PartialType`, …) copy: they know no
    // types of properties.
    Allow({ context: { [uploadMark]: { options, designType } } })(prototype, property);
    bound?.(prototype, property);
  };
}

/** What `@Upload` wrote down. */
export interface UploadMark {
  readonly options: FileOptions;
  /** What the compiler left at the property that was decorated. */
  readonly designType: unknown;
}

/** What `@Upload` said of a property; the innermost class wins. */
export function readUpload(validators: readonly ValidatorMetadata[]): UploadMark | undefined {
  for (const { context } of validators) {
    const marked: unknown = context;
    // Only `Upload` writes under this symbol.
    if (typeof marked === 'object' && marked !== null && uploadMark in marked)
      return marked[uploadMark] as UploadMark;
  }
  return undefined;
}
