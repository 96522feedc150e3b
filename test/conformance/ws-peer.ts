import { once } from 'node:events';

import { WebSocket } from 'ws';

/** One connection of a vector. */
export class WsPeer {
  readonly #socket: WebSocket;
  readonly #frames: unknown[] = [];
  #arrived: () => void = () => undefined;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => {
      this.#frames.push(JSON.parse(data.toString()));
      this.#arrived();
    });
  }

  static async open(url: string, headers: Record<string, string>): Promise<WsPeer> {
    const socket = new WebSocket(url, { headers });
    const peer = new WsPeer(socket);
    await once(socket, 'open');
    return peer;
  }

  send(frame: unknown): void {
    this.#socket.send(JSON.stringify(frame));
  }

  /**
   * The frames that arrived since the last time: so many, and whatever else came before the answer of a call that is
   * made after them. When they do not come in time, those that did, so that a comparison shows what is missing.
   */
  async take(count: number): Promise<readonly unknown[]> {
    await this.#until(() => this.#frames.length >= count);
    this.send({ action: 'rpc', id: fence, fn: 'ws_echo', args: { text: '' } });
    await this.#until(() => this.#frames.some(isFence));
    return this.#frames.splice(0).filter((frame) => !isFence(frame));
  }

  async close(): Promise<void> {
    this.#socket.close();
    if (this.#socket.readyState !== WebSocket.CLOSED) await once(this.#socket, 'close');
  }

  async #until(isTrue: () => boolean): Promise<void> {
    const deadline = AbortSignal.timeout(5000);
    const passed = once(deadline, 'abort');
    while (!isTrue() && !deadline.aborted)
      await Promise.race([passed, new Promise<void>((resolve) => (this.#arrived = resolve))]);
  }
}

const fence = 'after these';

function isFence(frame: unknown): boolean {
  return typeof frame === 'object' && frame !== null && 'id' in frame && frame.id === fence;
}
