/**
 * What a method returned is not what its output declares. It is a defect of the app, so the caller only learns of an
 * INTERNAL_ERROR; the log gets this.
 */
export class OutputMismatch extends Error {
  override readonly name = 'OutputMismatch';
  readonly code = 'OUTPUT_MISMATCH';
  // Private: the message says them, and a log that prints the error would say them again.
  readonly #path: readonly (string | number)[];
  readonly #expected: string;
  readonly #received: string;

  /**
   * @param path names and indexes from the returned value inwards; empty for the value itself
   * @param received a short description, never the value: it may be a secret
   */
  constructor(path: readonly (string | number)[], expected: string, received: string) {
    super(
      `The output${path.length === 0 ? '' : ` at "${path.join('.')}"`} should be ${expected}, but is ${received}`,
    );
    this.#path = path;
    this.#expected = expected;
    this.#received = received;
  }

  get path(): readonly (string | number)[] {
    return this.#path;
  }

  get expected(): string {
    return this.#expected;
  }

  get received(): string {
    return this.#received;
  }
}
