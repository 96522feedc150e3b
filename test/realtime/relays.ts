import type { Relay } from '@mizan/nestjs';

import { setUpRelay } from '../../libs/nestjs/src/realtime/index.js';
import type { RelayRedisOptions } from '../../libs/nestjs/src/realtime/index.js';
import { Heard } from './heard.js';

/** A relay as one process has it. */
export interface TestRelay {
  readonly relay: Relay;
  /** How often it told of a gap. */
  readonly gaps: Heard<'gap'>;
  /** Subscribes, and writes down what comes. */
  hear(topic: string): Promise<Heard<string> & { end(): void }>;
  close(): Promise<void>;
}

/** Relays of processes that are one app. */
export class Relays {
  readonly #opened = new Set<TestRelay>();

  constructor(private readonly url: string) {}

  async open(options: RelayRedisOptions = { url: this.url }): Promise<TestRelay> {
    const { relay, problems, open } = await setUpRelay({ redis: options });
    if (problems.length > 0) throw new Error(JSON.stringify(problems));
    await open();
    const gaps = new Heard<'gap'>();
    relay.onGap(() => gaps.add('gap'));
    const opened: TestRelay = {
      relay,
      gaps,
      hear: async (topic) => {
        const heard = new Heard<string>();
        const end = await relay.subscribe(topic, (text) => heard.add(text));
        return Object.assign(heard, { end });
      },
      close: async () => {
        this.#opened.delete(opened);
        // As Nest does.
        if ('onApplicationShutdown' in relay && typeof relay.onApplicationShutdown === 'function')
          await relay.onApplicationShutdown();
      },
    };
    this.#opened.add(opened);
    return opened;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#opened].map((opened) => opened.close()));
  }
}
