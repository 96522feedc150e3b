import { randomUUID } from 'node:crypto';
// Nest 11 keeps the parameters of a handler by this id of its class, or by the class's *name* when it has none, so
// that two classes of one name would share theirs. Nest 12 keeps them by the class and ignores the id.
const controllerId = 'CONTROLLER_ID';
/** Gives a class of functions an id of its own, as Nest 11 gives controllers. */
export function giveControllerId(hostClass) {
    if (Object.hasOwn(hostClass, controllerId))
        return;
    Object.defineProperty(hostClass, controllerId, { value: randomUUID(), enumerable: false });
}
