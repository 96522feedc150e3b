/** What can go wrong for a reason that the user can do something about. */
export type GenerateErrorCode =
  /** The command line has unknown options, or some that cannot go together. */
  | 'BAD_ARGUMENTS'
  /** `mizan.toml` is not there or cannot be read. */
  | 'CONFIG_NOT_FOUND'
  /** `mizan.toml` is not TOML, or holds unknown keys or wrong values. */
  | 'CONFIG_INVALID'
  /** The source could not be run or read, or failed. */
  | 'SOURCE_FAILED'
  /** What the source gave is not a usable IR. */
  | 'IR_INVALID'
  /** A file that is not ours stands where one of ours must go. */
  | 'FOREIGN_FILE'
  /** The output folder cannot be read or written. */
  | 'OUTPUT_FAILED';

/** A mistake that the user can mend: its message is meant to be read as it is, without a stack. */
export class GenerateError extends Error {
  override readonly name = 'GenerateError';

  constructor(
    readonly code: GenerateErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
