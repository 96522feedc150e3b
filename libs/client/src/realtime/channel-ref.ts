/** Carries types that exist only for the compiler. */
declare const types: unique symbol;

/**
 * A channel of the server, by its name. `Params` are its params (an empty object type when it has none), `C` is what
 * clients may send (`never` when it takes nothing), `S` what the server sends (`never` when it sends nothing).
 */
export interface ChannelRef<Params extends object, C, S> {
  readonly name: string;
  /** The names of its params. What else params hold is not sent; without names, everything is. */
  readonly params?: readonly string[] | undefined;
  readonly [types]?: readonly [params: Params, clientMessage: C, serverMessage: S];
}

export function channelRef<Params extends object, C, S>(
  name: string,
  params?: readonly string[],
): ChannelRef<Params, C, S> {
  return { name, params };
}
