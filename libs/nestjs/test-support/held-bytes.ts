import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What is held after everything else is collected, in bytes. */
export function heldBytes(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
}
