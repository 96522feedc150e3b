/** A param of an entry or a target: what a client sends, or a method gets. */
export type Value = string | number;

/** A bundle as the model knows it. */
export interface Entry {
  readonly context: 'card' | 'list' | 'total';
  readonly params: Readonly<Record<string, Value>>;
}

/** What a change made stale: all bundles of the context that agree in these params. */
export type Stale = Entry;

/** The values as text, and a param that either side leaves out, are all that counts. */
function matches(stale: Stale, entry: Entry): boolean {
  if (stale.context !== entry.context) return false;
  return Object.keys(stale.params).every(
    (name) => entry.params[name] === undefined || String(entry.params[name]) === String(stale.params[name]),
  );
}

export function keyOf({ context, params }: Entry): string {
  const names = Object.keys(params).toSorted();
  return JSON.stringify([context, names.map((name) => [name, params[name]])]);
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

/** What all processes share: the database of the board. A read answers how much of this has happened before it. */
export class BoardData {
  /** Every change, in the order of the commits. */
  readonly commits: (readonly Stale[])[] = [];
  /** Who may not see which card. */
  readonly hidden = new Set<string>();
  /** Who is signed in. */
  readonly signedIn = new Set(['ada', 'sam']);
  /** How many turns each step waits, so that others come in between. */
  turns: () => number = () => 0;
  #waiting = 0;

  mayRead({ context, params }: Entry, who: string | null): boolean {
    return context !== 'card' || !this.hidden.has(`${who} ${params['card']}`);
  }

  async pause(): Promise<void> {
    this.#waiting += 1;
    for (let turns = this.turns(); turns > 0; turns -= 1) await nextTurn();
    this.#waiting -= 1;
  }

  /** Resolves when nothing runs any more, nor what was sent by a client that is gone. */
  async rest(): Promise<void> {
    for (let quiet = 0; quiet < 5; quiet += 1) {
      await nextTurn();
      if (this.#waiting > 0) quiet = 0;
    }
  }

  async commit(stale: readonly Stale[]): Promise<void> {
    await this.pause();
    this.commits.push(stale);
    await this.pause();
  }

  async read(): Promise<number> {
    await this.pause();
    const position = this.commits.length;
    await this.pause();
    return position;
  }

  /** Whether what was read at a position is not what it would be now. */
  isStale(entry: Entry, position: number): boolean {
    return this.#happened(entry, position);
  }

  /** Whether a change since that position concerns the entry. */
  #happened(entry: Entry, since: number): boolean {
    return this.commits.slice(since).some((stale) => stale.some((one) => matches(one, entry)));
  }
}
