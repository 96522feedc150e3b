import { inspect } from 'node:util';
import { Logger } from '@nestjs/common';
const logger = new Logger('Mizan');
/** Logs an error that nobody expected, with all that the caller is not told. */
export function logFailure({ name, record }, error) {
    const site = `${record.className}.${record.methodName}`;
    const what = error instanceof Error ? `${error.name}: ${error.message}` : inspect(error);
    logger.error(`${name} (${site}) failed. ${what}`, error instanceof Error ? inspect(error) : undefined);
}
