interface Kept {
  readonly text: string;
  readonly subject: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** A family to keep. */
export interface NewFamily {
  readonly text: string;
  readonly subject: string;
  readonly ttlMs: number;
}

/** Families in memory, in the order of their last change, which is that of their end as well. */
export class FamilyMemory {
  readonly #families = new Map<string, Kept>();
  readonly #bySubject = new Map<string, Set<string>>();

  constructor(private readonly limits: { readonly maxFamilies: number; readonly maxPerSubject: number }) {}

  read(family: string): string | undefined {
    const kept = this.#families.get(family);
    return kept !== undefined && kept.until > Date.now() ? kept.text : undefined;
  }

  /** @returns whether a family of anybody had to make room that was not over */
  keep(family: string, { text, subject, ttlMs }: NewFamily): boolean {
    this.delete(family);
    this.#families.set(family, { text, subject, until: Date.now() + ttlMs });
    const own = this.#bySubject.get(subject) ?? new Set();
    this.#bySubject.set(subject, own.add(family));
    const [oldest] = own;
    if (own.size > this.limits.maxPerSubject && oldest !== undefined) this.delete(oldest);
    return this.#makeRoom();
  }

  delete(family: string): void {
    const kept = this.#families.get(family);
    if (kept === undefined) return;
    this.#families.delete(family);
    const own = this.#bySubject.get(kept.subject);
    own?.delete(family);
    if (own?.size === 0) this.#bySubject.delete(kept.subject);
  }

  #makeRoom(): boolean {
    let isFull = false;
    for (const [oldest, { until }] of this.#families) {
      const isOver = until <= Date.now();
      if (!isOver && this.#families.size <= this.limits.maxFamilies) break;
      isFull ||= !isOver;
      this.delete(oldest);
    }
    return isFull;
  }
}
