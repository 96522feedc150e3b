import { setImmediate as immediate } from 'node:timers';

import type { Random } from './random.js';

/** In steps of the model. */
const longWait = 100;
const longestWait = 400;

/** A process, until it dies. */
export class Life {
  isOver = false;
}

interface Waiting {
  readonly life: Life;
  /** It is held up until then. */
  readonly awakeAt: number;
  readonly resume: () => void;
}

/**
 * Runs what many requests of several processes do in an order of its own choice: each waits at every step until it is
 * its turn, and the next turn is given when nothing moves any more.
 */
export class Schedule {
  readonly #random: Random;
  /** One in so many waits is a long one, so that much else happens meanwhile. */
  readonly #longOneIn: number;
  #waiting: Waiting[] = [];
  #running = 0;
  #now = 0;

  constructor(random: Random) {
    this.#random = random;
    this.#longOneIn = random.pick([4, 10, 50]);
  }

  /** Resolves when it is this one's turn: never, once its process is dead. */
  turn(life: Life): Promise<void> {
    return this.#wait(life, this.#random.isOneIn(this.#longOneIn) ? longWait : 0);
  }

  /** The same for work of which some takes very long. */
  work(life: Life): Promise<void> {
    return this.#wait(life, this.#random.isOneIn(2) ? longestWait : 0);
  }

  #wait(life: Life, longest: number): Promise<void> {
    const awakeAt = this.#now + this.#random.below(longest);
    return new Promise((resume) => {
      if (!life.isOver) this.#waiting.push({ life, awakeAt, resume });
    });
  }

  /** A step of the model is over. */
  pass(): void {
    this.#now += 1;
  }

  /** Has {@link settle} wait for work that leaves this process. */
  async follow<T>(work: Promise<T>): Promise<T> {
    this.#running += 1;
    try {
      return await work;
    } finally {
      this.#running -= 1;
    }
  }

  /** @returns false when all that wait are held up */
  resumeAwake(): boolean {
    const awake = this.#waiting.filter(({ awakeAt }) => awakeAt <= this.#now);
    if (awake.length > 0) this.#resume(this.#random.pick(awake));
    return awake.length > 0;
  }

  /** @returns false when none waits */
  resumeAny(): boolean {
    const isAny = this.#waiting.length > 0;
    if (isAny) this.#resume(this.#random.pick(this.#waiting));
    return isAny;
  }

  #resume(next: Waiting): void {
    this.#waiting = this.#waiting.filter((waiting) => waiting !== next);
    next.resume();
  }

  end(life: Life): void {
    life.isOver = true;
    this.#waiting = this.#waiting.filter((waiting) => waiting.life !== life);
  }

  /** Until all that was resumed waits again, or is done. */
  async settle(): Promise<void> {
    do await new Promise<void>((resolve) => immediate(resolve));
    while (this.#running > 0);
    await new Promise<void>((resolve) => immediate(resolve));
  }
}
