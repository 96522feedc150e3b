/**
 * What a client calls the change that a call makes: up to 36 letters, digits, `_` and `-`, as a UUID is. It comes back
 * with what the call made stale (PROTOCOL 13), so anything else is ignored and not told on.
 */
export function readChange(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\w-]{1,36}$/.test(value) ? value : undefined;
}
