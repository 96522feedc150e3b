import type { MizanIdentity } from './mizan-identity.js';

/**
 * The default way to find the identity: `request.user`, where passport and most guards leave it. Takes `id`,
 * `userId` or `sub`; `isStaff` or `is_staff`; `isSuperuser` or `is_superuser`; `permissions` as a list of
 * texts. A flag counts only when it is `true` itself. No `user` means nobody.
 *
 * @throws Error when there is a user that has none of the three names for its id.
 */
export function readPassportUser(request: unknown): MizanIdentity | null {
  const user = readMember(request, 'user');
  if (user === undefined || user === null || user === false) return null;
  const id = readMember(user, 'id') ?? readMember(user, 'userId') ?? readMember(user, 'sub');
  if (typeof id !== 'string' && typeof id !== 'number') {
    throw new Error(
      'request.user has no text or number under id, userId or sub. Give MizanModule the option `identity: (request) => …`',
    );
  }
  return {
    id,
    isStaff: isTrue(user, 'isStaff', 'is_staff'),
    isSuperuser: isTrue(user, 'isSuperuser', 'is_superuser'),
    permissions: readPermissions(user),
  };
}

function readMember(holder: unknown, name: string): unknown {
  return typeof holder === 'object' && holder !== null ? Reflect.get(holder, name) : undefined;
}

function isTrue(user: unknown, ...names: readonly string[]): boolean {
  return names.some((name) => readMember(user, name) === true);
}

function readPermissions(user: unknown): readonly string[] {
  const permissions = readMember(user, 'permissions');
  return Array.isArray(permissions) ? permissions.filter((entry) => typeof entry === 'string') : [];
}
