/** Takes a text that another process of the app has sent. Must not wait for anything. */
export type RelayListener = (text: string) => void;

/**
 * Carries texts between the processes of one app: each at most once, in the order of one sender, and it says when some
 * may be lost. Injectable; without the option `realtime` there is one process, and nobody to carry anything to.
 */
export abstract class Relay {
  /**
   * Sends to all other processes that subscribe to a topic; never waits and never throws. What could not be sent is told
   * to them as a gap, as soon as they can be reached again.
   */
  abstract publish(topic: string, text: string): void;

  /**
   * Resolves when the subscription stands, so that all that is sent from then on arrives; or at once when it cannot
   * stand now: then a gap is told when it does. Subscriptions are counted, one for each call. Never rejects.
   *
   * @returns what ends it, once; later calls do nothing
   */
  abstract subscribe(topic: string, listener: RelayListener): Promise<() => void>;

  /**
   * Texts may have been lost, of any topic: whoever needs them has to look for himself.
   *
   * @returns what ends it
   */
  abstract onGap(listener: () => void): () => void;
}
