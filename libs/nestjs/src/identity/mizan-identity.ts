/** Who calls. Nobody is `null`. */
export interface MizanIdentity {
  readonly id: string | number;
  readonly isStaff: boolean;
  readonly isSuperuser: boolean;
  readonly permissions: readonly string[];
}

/**
 * Finds out who sent a request: the transport's own request object, after middleware and after the guards
 * that the app put before {@link MizanAuthGuard}. May be async; `null` means nobody. A thrown error refuses
 * the call; throw `Unauthorized` for credentials that are there and wrong.
 */
export type ReadIdentity<Request = unknown> = (
  request: Request,
) => MizanIdentity | null | Promise<MizanIdentity | null>;
