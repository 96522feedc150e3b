import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { look, type Question, readCurrent } from './question.js';
import type { GuardedStore, StoreTurn } from './store/index.js';

/** How long a process holds the lock at most, and how long others wait for it, in milliseconds. */
const lockMs = 3000;
const firstPollMs = 10;
const longestPollMs = 100;

/** What a process that wants to compute a bundle is told, among all that share the store. */
export type Entrance =
  /** Compute, with these versions; then say that you are done. */
  | { readonly kind: 'compute'; readonly versions: readonly string[]; readonly leave: () => void }
  /** Another process has computed it. */
  | { readonly kind: 'found'; readonly text: string }
  /** A mutation runs: compute, and keep nothing. */
  | { readonly kind: 'unsure' };

/**
 * Lets one process compute what several miss, and has the others wait for its entry. The lock is only there to save
 * work: whoever does not get it in time computes as well, and each entry is checked by its versions as ever.
 *
 * @param first the turn that the entry was missed in
 */
export async function enter(
  question: Question,
  missed: readonly string[],
  store: GuardedStore,
  first: StoreTurn,
): Promise<Entrance> {
  const holder = randomUUID();
  const until = performance.now() + lockMs;
  let turn = first;
  let versions = missed;
  let awaited: string | undefined;
  for (let pollMs = firstPollMs; ; pollMs = Math.min(2 * pollMs, longestPollMs)) {
    // A lock of a slow store takes longer than it saves.
    if (!turn.hasTime) return { kind: 'compute', versions, leave: () => undefined };
    const lock = `${question.key} ${question.shape} ${versions.join(' ')}`;
    if (await turn.acquire(lock, holder, lockMs)) {
      const release = () => void store.begin().release(lock, holder);
      // Stored by the one who held the lock, between our look and now.
      const text = turn.hasTime ? await readCurrent(question, versions, turn) : undefined;
      if (text === undefined && lock !== awaited) return { kind: 'compute', versions, leave: release };
      release();
      // Who held it has kept nothing: it failed, or is too large. All who waited compute at once, not one by one.
      return text === undefined
        ? { kind: 'compute', versions, leave: () => undefined }
        : { kind: 'found', text };
    }
    awaited = lock;
    if (performance.now() >= until || !turn.hasTime) {
      return { kind: 'compute', versions, leave: () => undefined };
    }
    await delay(pollMs);
    // A budget for each round: it is the other process that is waited for, and the store answers quickly.
    turn = store.begin();
    const finding = await look(question, turn);
    if (finding.kind === 'hit') return { kind: 'found', text: finding.text };
    if (finding.kind === 'unsure') return finding;
    versions = finding.versions;
  }
}
