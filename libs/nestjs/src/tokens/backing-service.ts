import { inspect } from 'node:util';
import { Logger } from '@nestjs/common';
import { isMizanError, ServiceUnavailable } from '../errors/index.js';

/**
 * Something outside that tokens cannot be judged without. When it fails or takes too long, callers are refused with
 * SERVICE_UNAVAILABLE, and the log says so once, until it answers again.
 */
export class BackingService {
  readonly #logger = new Logger('Mizan');
  #isFailing = false;

  /**
   * @param name how the log calls it
   * @param timeoutMs how long it may take
   */
  constructor(
    private readonly name: string,
    private readonly timeoutMs = 1000,
  ) {}

  /** @throws ServiceUnavailable; an error of ours that was thrown on purpose passes */
  async ask<Answer>(question: () => Answer | Promise<Answer>): Promise<Answer> {
    try {
      const answer = await this.#inTime(question);
      if (this.#isFailing) this.#logger.log(`${this.name} answers again`);
      this.#isFailing = false;
      return answer;
    } catch (cause) {
      if (isMizanError(cause)) throw cause;
      if (!this.#isFailing) this.#logger.error(`${this.name} does not answer`, inspect(cause));
      this.#isFailing = true;
      throw new ServiceUnavailable(undefined, { cause });
    }
  }

  async #inTime<Answer>(question: () => Answer | Promise<Answer>): Promise<Answer> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${this.timeoutMs} ms`)), this.timeoutMs);
    });
    try {
      return await Promise.race([question(), late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
