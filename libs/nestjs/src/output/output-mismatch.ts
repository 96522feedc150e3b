/**
 * What a method returned is not what its output declares. It is a defect of the app, so the caller only learns of an
 * INTERNAL_ERROR; the log gets this.
 */
export class OutputMismatch extends Error {
  override readonly name = 'OutputMismatch';
  readonly code = 'OUTPUT_MISMATCH';

  /**
   * @param path names and indexes from the returned value inwards; empty for the value itself
   * @param received a short description, never the value: it may be a secret
   */
  constructor(
    readonly path: readonly (string | number)[],
    readonly expected: string,
    readonly received: string,
  ) {
    super(
      `The output${path.length === 0 ? '' : ` at "${path.join('.')}"`} should be ${expected}, but is ${received}`,
    );
  }
}
