import { compareCodePoints } from '../names.js';

/** What decides what somebody may do, apart from who it is. */
export interface Rights {
  readonly isStaff: boolean;
  readonly isSuperuser: boolean;
  readonly permissions: readonly string[];
}

/**
 * The text of which the hex SHA-256 is the permission key (PROTOCOL 10): two callers of equal rights have one key. The
 * hash is the caller's, since each platform has its own.
 */
export function permissionKeyText({ isStaff, isSuperuser, permissions }: Rights): string {
  const sorted = permissions.toSorted(compareCodePoints);
  return `${isStaff ? 1 : 0}:${isSuperuser ? 1 : 0}:${sorted.join(',')}`;
}
