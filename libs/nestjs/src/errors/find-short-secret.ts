import type { BootProblem } from './mizan-boot-error.js';

const minBytes = 32;

/** What is wrong with a secret of so many bytes; undefined when it is long enough. */
export function findShortSecret(bytes: number): Omit<BootProblem, 'where'> | undefined {
  if (bytes >= minBytes) return undefined;
  // Mostly of `?? ''`, which the types ask for.
  const problem = bytes === 0 ? 'it is empty (is the environment variable set?)' : `it has ${bytes} bytes`;
  return { problem, fix: `Give at least ${minBytes} bytes, made at random.` };
}
