import type { MizanIdentity } from './mizan-identity.js';

/**
 * What an option of the app returned, as an identity or nobody.
 *
 * @throws Error when it is neither: a broken option must not let anybody in
 */
export function readIdentity(returned: unknown, option: string): MizanIdentity | null {
  if (returned === null || returned === undefined) return null;
  if (isIdentity(returned)) return returned;
  throw new Error(
    `The option \`${option}\` of MizanModule returned neither null nor { id: string | number, isStaff: boolean, isSuperuser: boolean, permissions: string[] }`,
  );
}

function isIdentity(value: unknown): value is MizanIdentity {
  if (typeof value !== 'object' || value === null) return false;
  const { id, isStaff, isSuperuser, permissions } = value as {
    readonly [Key in keyof MizanIdentity]?: unknown;
  };
  return (
    ((typeof id === 'string' && id !== '') || (typeof id === 'number' && Number.isFinite(id))) &&
    typeof isStaff === 'boolean' &&
    typeof isSuperuser === 'boolean' &&
    Array.isArray(permissions) &&
    permissions.every((entry) => typeof entry === 'string')
  );
}
