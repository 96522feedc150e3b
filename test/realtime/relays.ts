import { Logger, type LoggerService } from '@nestjs/common';

import { type Relay, type RelayRedisOptions, setUpRelay } from '../../libs/nestjs/src/realtime/index.js';
import { Heard } from './heard.js';

/** A relay as one process has it. */
export interface TestRelay {
  readonly relay: Relay;
  /** The gaps that it told of. */
  readonly gaps: Heard<'gap'>;
  /** Subscribes, and writes down what comes. */
  hear(topic: string): Promise<HeardTopic>;
  /** As when the app closes. */
  close(): Promise<void>;
}

export type HeardTopic = Heard<string> & { readonly end: () => void };

/** Relays of processes that are one app, and what they log. */
export class Relays {
  readonly #opened = new Set<TestRelay>();
  readonly warned: string[] = [];

  constructor(private readonly url: string) {
    const logger: LoggerService = {
      log: (text: unknown) => void this.warned.push(String(text)),
      warn: (text: unknown) => void this.warned.push(String(text)),
      error: (text: unknown) => void this.warned.push(String(text)),
    };
    Logger.overrideLogger(logger);
  }

  async open(options: RelayRedisOptions = { url: this.url }): Promise<TestRelay> {
    const setup = await setUpRelay({ redis: options });
    const { relay, problems } = setup;
    if (problems.length > 0) throw new Error(JSON.stringify(problems));
    await setup.open();
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
        // Nest calls it where it is there.
        if ('onApplicationShutdown' in relay && typeof relay.onApplicationShutdown === 'function')
          await relay.onApplicationShutdown();
      },
    };
    this.#opened.add(opened);
    return opened;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#opened].map((opened) => opened.close()));
    Logger.overrideLogger(new Logger());
  }
}
