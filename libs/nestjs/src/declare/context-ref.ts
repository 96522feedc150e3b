const isContextRef: unique symbol = Symbol.for('mizan.context');

/** A named group of read functions that are fetched together. Made by {@link defineContext}. */
export interface ContextRef<Name extends string = string> {
  readonly name: Name;
  readonly [isContextRef]: true;
}

/** A context or its name. */
export type ContextSource = string | ContextRef;

/**
 * Names a context, so that functions refer to it by a value that the compiler checks.
 * A name that cannot travel in a URL and a header is refused when the app boots.
 *
 * @example export const TicketContext = defineContext('ticket');
 */
export function defineContext<const Name extends string>(name: Name): ContextRef<Name> {
  return { name, [isContextRef]: true };
}

/** The context that every page needs: who is signed in, counters of the header. Clients fetch it without params. */
export const GlobalContext = defineContext('global');

export function contextName(source: ContextSource): string {
  return typeof source === 'string' ? source : source.name;
}
