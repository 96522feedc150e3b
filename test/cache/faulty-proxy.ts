import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to a server of 127.0.0.1 that can be slow, silent or cut. */
export class FaultyProxy {
  readonly #server = createServer((client) => this.#accept(client));
  readonly #sockets = new Set<Socket>();
  readonly #port: number;
  #delayMs = 0;
  #isCut = false;
  #isSilent = false;
  #healed = Promise.resolve();
  #heal = (): void => {};

  private constructor(port: number) {
    this.#port = port;
  }

  /** @param url of the server, as `redis://127.0.0.1:6379` */
  static async start(url: string): Promise<FaultyProxy> {
    const proxy = new FaultyProxy(Number(new URL(url).port));
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get url(): string {
    // A server that listens on a port has an address of this form.
    return `redis://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Every answer takes so much longer. */
  delay(ms: number): void {
    this.#delayMs = ms;
  }

  /** Ends all connections, and each new one at once. */
  cut(): void {
    this.#isCut = true;
    this.#dropAll();
  }

  /** Accepts connections and never answers. What was sent meanwhile arrives when it is healed. */
  hang(): void {
    this.#healed = new Promise((resolve) => (this.#heal = resolve));
  }

  /** Connections of now are silent for ever, and so are new ones until it is healed. */
  silence(): void {
    this.#isSilent = true;
    for (const socket of this.#sockets) socket.unpipe().removeAllListeners('data').resume();
  }

  heal(): void {
    this.#delayMs = 0;
    this.#isCut = false;
    this.#isSilent = false;
    this.#heal();
  }

  async close(): Promise<void> {
    this.heal();
    this.#dropAll();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #accept(client: Socket): void {
    if (this.#isCut) return void client.destroy();
    this.#sockets.add(client);
    client.on('error', () => {});
    client.on('close', () => this.#sockets.delete(client));
    if (this.#isSilent) return void client.resume();
    const server = connect(this.#port, '127.0.0.1');
    this.#sockets.add(server);
    server.on('error', () => client.destroy());
    server.on('close', () => {
      this.#sockets.delete(server);
      if (!this.#isSilent) client.destroy();
    });
    client.on('close', () => server.destroy());
    this.#forward(client, server, () => 0);
    this.#forward(server, client, () => this.#delayMs);
  }

  #forward(from: Socket, to: Socket, delayMs: () => number): void {
    let sent = Promise.resolve();
    from.on('data', (chunk) => {
      sent = this.#send(chunk, to, performance.now() + delayMs(), sent);
    });
  }

  async #send(chunk: Buffer, to: Socket, dueAt: number, before: Promise<void>): Promise<void> {
    await before;
    await this.#healed;
    const wait = dueAt - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    if (!to.destroyed) to.write(chunk);
  }

  #dropAll(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
  }
}
