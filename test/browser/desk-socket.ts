import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';

/** A socket to the desk without a browser, which ends with the test. */
export class DeskSocket {
  readonly #socket: WebSocket;
  readonly #frames: unknown[] = [];

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => this.#frames.push(JSON.parse(data.toString('utf8'))));
  }

  /** @param cookie of the session, as a browser would send it */
  static async open(url: string, cookie = '', origin = url): Promise<DeskSocket> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, { headers: { cookie, origin } });
    onTestFinished(() => socket.terminate());
    const opened = new DeskSocket(socket);
    await once(socket, 'open');
    return opened;
  }

  /** All that came, in order. */
  get frames(): readonly unknown[] {
    return this.#frames;
  }

  send(frame: object): void {
    this.#socket.send(JSON.stringify(frame));
  }

  /** Resolves with the code that it is closed with. */
  async closed(): Promise<number> {
    const [code]: unknown[] = await once(this.#socket, 'close');
    return Number(code);
  }
}
