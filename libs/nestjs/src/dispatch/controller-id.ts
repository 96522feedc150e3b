import { randomUUID } from 'node:crypto';
import type { ContextType } from './exchange.js';

// Nest 11 keeps the parameters of a handler by this id of its class, or by the class's *name* when it has none, so
// that two classes of one name would share theirs. Nest 12 keeps them by the class and ignores the id.
const controllerId = 'CONTROLLER_ID';

let contextType: ContextType = 'http';

/** Gives a class of functions an id of its own, as Nest 11 gives controllers: one for each type of context. */
export function giveControllerId(hostClass: object): void {
  if (Object.hasOwn(hostClass, controllerId)) return;
  const id = randomUUID();
  Object.defineProperty(hostClass, controllerId, { get: () => `${id} ${contextType}`, enumerable: false });
}

/** Has Nest make a closure whose parameters are told this type of context; Nest 11 would tell all the first one. */
export function closeUnder<Closure>(type: ContextType, close: () => Closure): Closure {
  contextType = type;
  try {
    return close();
  } finally {
    contextType = 'http';
  }
}
