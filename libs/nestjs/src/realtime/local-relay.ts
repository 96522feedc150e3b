import { Relay } from './relay.js';

/** The relay of an app that is one process: nobody else is there to be told, so that nothing is ever lost. */
export class LocalRelay extends Relay {
  publish(): void {}

  async subscribe(): Promise<() => void> {
    return () => {};
  }

  onGap(): () => void {
    return () => {};
  }
}
