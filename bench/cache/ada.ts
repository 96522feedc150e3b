import type { MizanIdentity } from '@mizan/nestjs';

/** Who calls. */
export const ada: MizanIdentity = {
  id: 1,
  isStaff: false,
  isSuperuser: false,
  permissions: ['orders.read'],
};
