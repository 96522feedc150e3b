/** A mistake of the one who types the command: one line says what it is, and there is no stack to show. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}
