import { compareCodePoints } from '../names.js';
import { percentEncode } from './percent-encode.js';
import type { ParamValue, Target } from './target.js';

/** The name of the response header that lists what a mutation made stale. */
export const invalidateHeaderName = 'X-Mizan-Invalidate';

export interface InvalidateHeaderOptions {
  /**
   * Bytes from which on the header only names contexts; the body stays complete.
   * @default 4096
   */
  readonly maxBytes?: number;
}

/**
 * The value of `X-Mizan-Invalidate` (PROTOCOL 5): `user;user_id=5, notifications`. A target for one function of a
 * context names its context (PROTOCOL 12).
 */
export function formatInvalidateHeader(
  targets: readonly Target[],
  { maxBytes = 4096 }: InvalidateHeaderOptions = {},
): string {
  const texts = targets.map(formatTarget);
  // Two functions of one context are one target here; what else was given twice is said twice.
  const isRepeated = (text: string, index: number) => {
    const first = texts.indexOf(text);
    return first !== index && (isFunction(targets[first]) || isFunction(targets[index]));
  };
  const header = texts.filter((text, index) => !isRepeated(text, index)).join(', ');
  if (header.length <= maxBytes) return header;
  return [...new Set(targets.map((target) => (typeof target === 'string' ? target : target.context)))].join(
    ', ',
  );
}

function isFunction(target: Target | undefined): boolean {
  return typeof target === 'object' && target.function !== undefined;
}

function formatTarget(target: Target): string {
  if (typeof target === 'string') return target;
  const { context, params } = target;
  if (params === undefined) return context;
  const parts = Object.keys(params)
    .sort(compareCodePoints)
    .map((key) => `;${percentEncode(key)}=${percentEncode(String(params[key]))}`);
  return context + parts.join('');
}

/**
 * Reads the header back into targets, values as strings. A parameter that cannot be read is left out, which makes
 * its target wider: refreshing too much is never wrong.
 */
export function parseInvalidateHeader(text: string): Target[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(parseTarget);
}

function parseTarget(text: string): Target {
  const [context = '', ...parts] = text.split(';');
  const params = parts.flatMap((part): [string, ParamValue][] => {
    const at = part.indexOf('=');
    const key = at < 0 ? undefined : decode(part.slice(0, at));
    const value = at < 0 ? undefined : decode(part.slice(at + 1));
    return key === undefined || value === undefined ? [] : [[key, value]];
  });
  return params.length === 0 ? context : { context, params: Object.fromEntries(params) };
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
