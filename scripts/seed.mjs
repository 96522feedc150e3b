// @ts-check
import { randomInt } from 'node:crypto';

/**
 * The seed of this run's random tests: `SEED` when it is set, so that a failure can be repeated, else a new one.
 *
 * @param {string} [given]
 * @throws {Error} when it is no whole number below 2^31
 */
export function chooseSeed(given = process.env['SEED']) {
  if (given === undefined || given === '') return String(randomInt(2 ** 31));
  if (/^\d{1,10}$/.test(given) && Number(given) < 2 ** 31) return given;
  throw new Error(`The seed is "${given}": give a whole number from 0 to 2147483647.`);
}
