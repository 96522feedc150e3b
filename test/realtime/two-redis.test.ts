import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { hasRedis, type RunningService, startRedis, titled } from '../services.js';
import { Relays } from './relays.js';

/** An address behind which there are two, as after a failover that not everybody has noticed. */
class SplitAddress {
  readonly #server = createServer((client) => this.#accept(client));
  readonly #sockets = new Set<Socket>();
  #accepted = 0;

  /** @param ports where the first connections go, one after the other; all others go to the first */
  constructor(private readonly ports: readonly number[]) {}

  async open(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    // A server that listens on a port has an address of this form.
    return `redis://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #accept(client: Socket): void {
    const server = connect(this.ports[this.#accepted] ?? this.ports[0] ?? 0, '127.0.0.1');
    this.#accepted += 1;
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(from);
      from.on('error', () => {});
      from.on('close', () => to.destroy());
      from.pipe(to);
    }
  }
}

let services: RunningService[] = [];
beforeEach(async () => {
  if (hasRedis()) services = [await startRedis(), await startRedis()];
});
afterEach(async () => {
  for (const service of services) await service.stop();
});

it.skipIf(!hasRedis())(
  titled('a relay that sends to another Redis than it hears notices it', 'redis', hasRedis() || undefined),
  { timeout: 40_000 },
  async () => {
    const [first, second] = services.map(({ url }) => Number(new URL(url).port));
    const address = new SplitAddress([first ?? 0, second ?? 0]);
    const relays = new Relays(services[0]?.url ?? '');
    const a = await relays.open({ url: await address.open() });
    const b = await relays.open();
    const heard = { a: await a.hear('room'), b: await b.hear('room') };
    await a.gaps.until(1);
    await expect.poll(() => relays.warned.length, { timeout: 15_000 }).toBe(2);
    expect(relays.warned[0]).toContain('what this process sends does not come back to it');
    a.relay.publish('room', 'from a');
    b.relay.publish('room', 'from b');
    expect(await heard.a.until(1)).toEqual(['from b']);
    expect(await heard.b.until(1)).toEqual(['from a']);
    await relays.close();
    await address.close();
  },
);
