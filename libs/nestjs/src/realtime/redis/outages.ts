import type { LoggerService } from '@nestjs/common';

/** Tells of outages: once for each, however many connections they break and however often they are tried again. */
export class Outages {
  readonly #logger: Pick<LoggerService, 'log' | 'warn'>;
  readonly #broken = new Set<object>();

  constructor(logger: Pick<LoggerService, 'log' | 'warn'>) {
    this.#logger = logger;
  }

  begin(part: object, reason: Error): void {
    if (this.#broken.size === 0) {
      this.#logger.warn(
        `The relay has lost Redis (${reason.message}): what is sent reaches the sockets of this process only. It goes on trying`,
      );
    }
    this.#broken.add(part);
  }

  end(part: object): void {
    if (this.#broken.delete(part) && this.#broken.size === 0) {
      this.#logger.log('The relay has Redis again. Whoever listens is told of a gap');
    }
  }
}
