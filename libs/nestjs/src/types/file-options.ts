import type { ByteSize } from '../uploads/byte-size.js';

/** What a file may be, and how many. */
export interface FileOptions {
  /** Of each file: bytes, or a text such as `'5MB'`, whose units are 1024 of the one below. @default what the module allows */
  readonly maxSize?: ByteSize;
  /** Media types as `image/png`, or all of a kind as `image/*`; one, several joined by commas, or a list. @default all */
  readonly accept?: string | readonly string[];
  /** Files in a list, at most. @default what the module allows */
  readonly count?: number;
}
