/** Resolves when all of these have settled, or after so many seconds. */
export async function settleWithin(seconds: number, promises: readonly Promise<unknown>[]): Promise<void> {
  if (promises.length === 0) return;
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise((resolve) => (timer = setTimeout(resolve, seconds * 1000)));
  await Promise.race([Promise.allSettled(promises), timeout]);
  clearTimeout(timer);
}
