/** Whole seconds since 1970, as tokens count. */
export function currentSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
