import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { isMizanCall } from './is-mizan-call.js';

/** Not an error: every guard of a function said yes. Only the dispatcher sees it. */
class GuardsPassed extends Error {
  override readonly name = 'GuardsPassed';
}

/** Thrown instead of a new one each time, since nobody reads its stack. */
export const guardsPassed = new GuardsPassed();

/**
 * The last guard of every function. Ends the authorize closure by throwing {@link guardsPassed}, since Nest has no
 * closure that runs guards alone.
 */
export const guardsEnd: CanActivate = {
  canActivate(context: ExecutionContext): true {
    if (isMizanCall(context)) throw guardsPassed;
    return true;
  },
};
