import { MizanFile } from '../uploads/mizan-file.js';
import { RefusedFile } from '../uploads/refused-file.js';

/** Whether a value from outside is an object with named members. A file is none: what it is called is no argument. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return !(value instanceof MizanFile || value instanceof RefusedFile);
}
