/** Ends a call of `mutate`: its hook shows the error, and nothing is left to do here. */
export function shownByHook(): void {}
