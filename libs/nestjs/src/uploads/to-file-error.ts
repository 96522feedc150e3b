import { type MizanError, PayloadTooLarge, UnsupportedMediaType, ValidationFailed } from '../errors/index.js';
import type { RefusedFile } from './refused-file.js';

/** The error by which a file refuses a call that is no form. */
export function toFileError(path: string, { reason, message }: RefusedFile): MizanError {
  const fields = { [path]: [message] };
  switch (reason) {
    case 'too_large':
      return new PayloadTooLarge('A file is too large', { details: { fields } });
    case 'wrong_type':
      return new UnsupportedMediaType('A file is of a kind that is not taken here', { details: { fields } });
    case 'too_many':
    case 'unexpected':
      return new ValidationFailed({ fields });
  }
}
