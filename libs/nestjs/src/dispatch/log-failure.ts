import { inspect } from 'node:util';
import { Logger } from '@nestjs/common';
import type { RegisteredFunction } from '../registry/registered-function.js';

const logger = new Logger('Mizan');

/** Logs an error that nobody expected, with all that the caller is not told. */
export function logFailure({ name, record }: RegisteredFunction, error: unknown): void {
  const site = `${record.className}.${record.methodName}`;
  const what = error instanceof Error ? `${error.name}: ${error.message}` : inspect(error);
  logger.error(
    `${name} (${site}) failed. ${what}`,
    error instanceof Error ? detailsOf(error, what) : undefined,
  );
}

/** Its stack, its properties and what caused it, without the message that stands before them already. */
function detailsOf(error: Error, message: string): string {
  const text = inspect(error);
  return text.startsWith(`${message}\n`) ? text.slice(message.length + 1) : text;
}
