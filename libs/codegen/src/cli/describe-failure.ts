import { GenerateError } from '../errors.js';

/** One message for what the user can mend, the stack for everything else. */
export function describeFailure(error: unknown): string {
  if (error instanceof GenerateError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
