import { createHash } from 'node:crypto';
import { BadRequest } from '../errors/index.js';

/**
 * A text that stands for what a call was sent with. Members may come in any order.
 *
 * @throws BadRequest for what is nested too deep to be told
 */
export function fingerprintOf(value: unknown): string {
  try {
    return hashOf(JSON.stringify(value, sortMembers) ?? '');
  } catch (error) {
    if (error instanceof RangeError) throw new BadRequest('The arguments are nested too deep');
    throw error;
  }
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

function sortMembers(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
