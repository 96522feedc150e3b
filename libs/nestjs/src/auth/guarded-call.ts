/**
 * The mark of the fourth argument that the dispatcher calls its closures with. `true` ends the closure after
 * its guards, by throwing {@link guardsPassed}: Nest has no closure that runs guards alone.
 */
export const guardsOnly: unique symbol = Symbol('mizan.guardsOnly');

export interface GuardedCall {
  readonly [guardsOnly]: boolean;
}

/** Whether guards run for a function, and not for a route of somebody's controller. */
export function isGuardedCall(call: unknown): call is GuardedCall {
  return typeof call === 'object' && call !== null && guardsOnly in call;
}

/** Not an error: every guard of a function said yes. Only the dispatcher sees it. */
class GuardsPassed extends Error {
  override readonly name = 'GuardsPassed';
}

/** Thrown instead of a new one each time, since nobody reads its stack. */
export const guardsPassed = new GuardsPassed();
