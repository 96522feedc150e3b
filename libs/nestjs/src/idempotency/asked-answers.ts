import { Logger } from '@nestjs/common';
import { withinTime } from '../cache/store/time-limit.js';
import { ServiceUnavailable } from '../errors/index.js';
import { type AnswerStore, type KeptAnswer, maxResultLength } from './answer-store.js';

/** How long a call waits for each thing that it asks of the store, in milliseconds. */
const askMs = 3000;

/** The one door to where answers are kept: before a call it has to answer, afterwards it takes nothing from its outcome. */
export class AskedAnswers {
  readonly #logger = new Logger('Mizan');

  constructor(private readonly store: AnswerStore) {}

  /** @throws ServiceUnavailable when the store does not say whether the key is free */
  async acquire(id: string, holder: string): Promise<boolean> {
    try {
      return await this.#ask(() => this.store.acquire(id, holder));
    } catch (error) {
      // It may have been given all the same, too late.
      void this.release(id, holder);
      throw error;
    }
  }

  /**
   * What is kept; a key that was taken to look is given back unless there is nothing.
   *
   * @throws ServiceUnavailable when the store does not say it
   */
  async read(id: string, holder: string | undefined): Promise<KeptAnswer | undefined> {
    let isFree = false;
    try {
      const kept = await this.#ask(() => this.store.read(id));
      isFree = kept === undefined;
      return kept;
    } finally {
      if (holder !== undefined && !isFree) await this.release(id, holder);
    }
  }

  async keep(id: string, answer: KeptAnswer): Promise<void> {
    const isTooLong = answer.result !== undefined && answer.result.length > maxResultLength;
    try {
      await withinTime(this.store.keep(id, isTooLong ? { ...answer, result: undefined } : answer), askMs);
    } catch (error) {
      this.#logger.error(
        'An answer could not be kept for its Idempotency-Key: who repeats the call runs it again',
      );
      this.#logger.error(error);
    }
  }

  /** Holds a key for longer. */
  async extend(id: string, holder: string): Promise<void> {
    await this.#try(() => this.store.acquire(id, holder));
  }

  async release(id: string, holder: string): Promise<void> {
    await this.#try(() => this.store.release(id, holder));
  }

  async #ask<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    try {
      return await withinTime(ask(), askMs);
    } catch (cause) {
      throw new ServiceUnavailable('Whether this Idempotency-Key was used cannot be told now', { cause });
    }
  }

  /** A key that is not given back ends by itself, and one that is not extended is tried again before it ends. */
  async #try(ask: () => Promise<unknown>): Promise<void> {
    try {
      await withinTime(ask(), askMs);
    } catch (error) {
      this.#logger.error(error);
    }
  }
}
