import { MizanBootError } from '../errors/mizan-boot-error.js';
import { CommandError } from './command-error.js';

/** One message for what the user can mend, the stack for everything else. */
export function describeFailure(error: unknown): string {
  if (error instanceof CommandError || error instanceof MizanBootError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
