import { Logger } from '@nestjs/common';
import { ServiceUnavailable } from '../../errors/index.js';
import { BackingService } from '../backing-service.js';
import { judgeUse, readFamily, type TokenPair, writeFamily } from './family.js';
import type { RotationStore } from './rotation-store.js';

/** The use of a refresh token. */
export interface RefreshUse {
  readonly family: string;
  /** Of the pair that the token belongs to. */
  readonly sid: string;
  /** What it is replaced by, when this is its first use. */
  readonly next: TokenPair;
}

// Each time somebody else was faster, and then there is hardly anything left to change.
const maxAttempts = 5;

/**
 * Replaces refresh tokens as they are used. One that is used again within 10 seconds answers as it did before; later,
 * it has been stolen or its thief was faster, and no token of its family is good any more.
 */
export class RefreshRotation {
  readonly #logger = new Logger('Mizan');
  readonly #service = new BackingService('The rotation store of refresh tokens');

  /** @param ttlMs how long a refresh token is valid */
  constructor(
    private readonly store: RotationStore,
    private readonly ttlMs: number,
  ) {}

  /** When it fails, the log has said so, and tokens are refused until it answers. */
  async open(): Promise<void> {
    await this.#service.ask(() => this.store.open?.()).catch(() => undefined);
  }

  async close(): Promise<void> {
    await this.store.close?.();
  }

  /** @throws ServiceUnavailable */
  async begin(family: string, pair: TokenPair): Promise<void> {
    const next = writeFamily({ replaced: [], current: pair });
    const change = { expected: undefined, next, subject: pair.id, ttlMs: this.ttlMs };
    const isNew = await this.#service.ask(() => this.store.swap(family, change));
    if (!isNew) throw new Error('A family of refresh tokens has been begun already');
  }

  /**
   * The pair that answers the use of a token; undefined when its family has ended, be it by this use.
   *
   * @throws ServiceUnavailable
   */
  async rotate(use: RefreshUse): Promise<TokenPair | undefined> {
    for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
      const answer = await this.#service.ask(() => this.#attempt(use));
      if (answer !== 'overtaken') return answer;
    }
    throw new ServiceUnavailable('The token is used too often at once');
  }

  // What was read decides what is written, and it is written only if that still stands.
  async #attempt({ family, sid, next }: RefreshUse): Promise<TokenPair | 'overtaken' | undefined> {
    const expected = await this.store.read(family);
    if (expected === undefined) return undefined;
    const use = judgeUse(readFamily(expected), sid, next, Date.now());
    switch (use.kind) {
      case 'again':
        return use.answer;
      case 'first': {
        const text = writeFamily(use.family);
        const change = { expected, next: text, subject: next.id, ttlMs: this.ttlMs };
        return (await this.store.swap(family, change)) ? next : 'overtaken';
      }
      case 'late': {
        const change = { expected, next: undefined, subject: next.id, ttlMs: 0 };
        if (!(await this.store.swap(family, change))) return 'overtaken';
        this.#logger.warn(
          `A refresh token of ${JSON.stringify(next.id)} was used again: whoever holds one of its family must sign in anew`,
        );
        return undefined;
      }
    }
  }
}
