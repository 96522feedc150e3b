import { Injectable } from '@nestjs/common';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { heapUsed } from '../../test-support/heap-used.js';
import { ticket, watch, watching } from '../../test-support/live-frames.js';
import { openSocket } from '../../test-support/open-socket.js';
import { type StartedApp, startApp } from '../../test-support/start-app.js';
import { Arg, defineContext, MizanClient } from '../index.js';

const TicketContext = defineContext('ticket');

@Injectable()
class Functions {
  @MizanClient({ context: TicketContext, output: 'boolean' })
  ticket(
    @Arg('ticket_id', 'integer') _id: number,
    @Arg('page', 'integer', { default: 1 }) _page: number,
  ): boolean {
    return true;
  }
  @MizanClient({ affects: TicketContext, output: 'boolean' })
  change(@Arg('ticket_id', 'integer') _id: number): boolean {
    return true;
  }
}

let app: StartedApp;
beforeEach(async () => {
  app = await startApp({ providers: [Functions] }, { mizan: { websocket: { maxFramesPerSecond: 1000 } } });
});
afterEach(() => app.close());

it(
  'what sockets have watched takes no memory when they watch something else, or have closed',
  { timeout: 120_000 },
  async () => {
    let next = 0;
    const entries = () => Array.from({ length: 100 }, () => ticket((next += 1)));
    const run = async (count: number) => {
      for (let round = 0; round < count; round += 1) {
        const socket = await openSocket(`${app.origin}/ws`);
        for (let set = 0; set < 3; set += 1)
          expect(await socket.ask(watch(...entries()))).toEqual(watching(100));
        await socket.close();
      }
    };
    await run(5);
    const before = heapUsed();
    await run(100);
    expect(heapUsed() - before).toBeLessThan(4);
  },
);
