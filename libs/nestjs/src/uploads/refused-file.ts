/** Why a file was not taken. */
export type FileRefusal = 'too_large' | 'too_many' | 'wrong_type' | 'unexpected';

/**
 * Stands among the arguments of a form where a file was sent that is not taken: nothing of it is stored, and the form
 * finds fault with its field. Of other functions, such a file refuses the call.
 */
export class RefusedFile {
  constructor(
    readonly reason: FileRefusal,
    /** What is wrong with it, for people. */
    readonly message: string,
  ) {}
}
