/** How long a change is remembered, in milliseconds; what is told of it later counts as anybody's. */
const remembered = 60_000;

/**
 * Names the changes that this client makes (PROTOCOL 13), so that what the server tells of them is not taken for news:
 * their replies say it. Where no reply comes, it is taken.
 *
 * @param take takes news
 */
export function createOwnChanges<Told>(take: (told: Told) => void) {
  const prefix = Math.random().toString(36).slice(2);
  const changes = new Map<unknown, Told[]>();
  let count = 0;

  return {
    /** Makes a call under a name. */
    async name<T>(call: (change: string) => Promise<T>): Promise<T> {
      const change = prefix + (count += 1);
      const held: Told[] = [];
      changes.set(change, held);
      setTimeout(() => changes.delete(change), remembered);
      try {
        return await call(change);
      } catch (error) {
        changes.delete(change);
        for (const told of held) take(told);
        throw error;
      }
    },
    hear(change: unknown, told: Told): void {
      const held = changes.get(change);
      if (held) held.push(told);
      else take(told);
    },
  };
}
