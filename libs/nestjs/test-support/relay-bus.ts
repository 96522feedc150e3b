import { Gate } from './cached-app.js';
import { Relay, type RelayListener } from '../src/realtime/index.js';

/** A text on its way to one process. */
interface Parcel {
  readonly to: BusRelay;
  readonly topic: string;
  readonly text: string;
}

/** Carries texts between apps of one test process, when the test says so. */
export class RelayBus {
  readonly #relays = new Set<BusRelay>();
  readonly #parcels: Parcel[] = [];
  #isHeld = false;
  #mayListen = Promise.resolve();

  /** The relay of one app. */
  join(): Relay {
    const send = (topic: string, text: string) => {
      for (const to of this.#relays) if (to !== relay) this.#parcels.push({ to, topic, text });
      if (!this.#isHeld) this.deliver();
    };
    const relay = new BusRelay(send, () => this.#mayListen);
    this.#relays.add(relay);
    return relay;
  }

  /** From now on, subscriptions do not stand until the function that it returns is called. */
  pause(): () => void {
    const gate = new Gate();
    this.#mayListen = gate.opened;
    return () => gate.open();
  }

  /** From now on, texts wait until they are delivered. */
  hold(): void {
    this.#isHeld = true;
  }

  /** Delivers what waits, and from now on everything at once. */
  deliver(): void {
    this.#isHeld = false;
    for (const { to, topic, text } of this.#parcels.splice(0)) to.take(topic, text);
  }

  /** Loses what waits, and says so. */
  lose(): void {
    this.#isHeld = false;
    this.#parcels.length = 0;
    for (const relay of this.#relays) relay.tellGap();
  }
}

class BusRelay extends Relay {
  readonly #listeners = new Map<string, Set<RelayListener>>();
  readonly #gapListeners = new Set<() => void>();

  constructor(
    private readonly send: (topic: string, text: string) => void,
    private readonly mayListen: () => Promise<void>,
  ) {
    super();
  }

  publish(topic: string, text: string): void {
    this.send(topic, text);
  }

  async subscribe(topic: string, listener: RelayListener): Promise<() => void> {
    await this.mayListen();
    const listeners = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, listeners.add(listener));
    return () => void listeners.delete(listener);
  }

  onGap(listener: () => void): () => void {
    this.#gapListeners.add(listener);
    return () => void this.#gapListeners.delete(listener);
  }

  take(topic: string, text: string): void {
    for (const listener of this.#listeners.get(topic) ?? []) listener(text);
  }

  tellGap(): void {
    for (const listener of this.#gapListeners) listener();
  }
}
