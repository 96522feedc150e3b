import { Injectable } from '@nestjs/common';
import { afterEach, describe, expect, it } from 'vitest';
import { openSocket, type TestSocket } from '../../test-support/open-socket.js';
import { adapters, startApp, type StartedApp, type StartOptions } from '../../test-support/start-app.js';
import {
  Arg,
  defineContext,
  functionOf,
  GlobalContext,
  mizanTesting,
  MizanCache,
  MizanClient,
  Nullable,
  Typed,
} from '../index.js';

const TicketContext = defineContext('ticket');
const TicketsContext = defineContext('tickets');

class Ticket {
  @Typed() id!: number;
  @Typed() title!: string;
}

const tickets = new Map<number, string>();

@Injectable()
class Desk {
  @MizanClient({ context: TicketContext, output: Ticket })
  ticket(@Arg('ticket_id', 'integer') id: number): Ticket {
    return { id, title: tickets.get(id) ?? '' };
  }
  @MizanClient({ context: TicketsContext, output: ['integer'] })
  tickets(@Arg('state') state: string = 'open', @Arg('limit', 'integer') limit: number = 10): number[] {
    return state === 'open' ? [...tickets.keys()].slice(0, limit) : [];
  }
  @MizanClient({ context: GlobalContext, output: 'integer' })
  count(): number {
    return tickets.size;
  }
  @MizanClient({ affects: TicketContext, websocket: true, output: 'boolean' })
  rename(@Arg('ticket_id', 'integer') id: number, @Arg('title') title: string): boolean {
    tickets.set(id, title);
    return true;
  }
  @MizanClient({ affects: [TicketContext, TicketsContext, GlobalContext], output: 'boolean' })
  touchAll(): boolean {
    return true;
  }
  @MizanClient({ affects: functionOf(() => Desk, 'ticket'), output: 'boolean' })
  touch(@Arg('ticket_id', 'integer') _id: number): boolean {
    return true;
  }
  @MizanClient({ merge: TicketContext, output: Ticket })
  merge(@Arg('ticket_id', 'integer') id: number): Ticket {
    return { id, title: 'merged' };
  }
  @MizanClient({ affects: TicketsContext, output: 'boolean' })
  reopen(@Arg('state') _state: string): boolean {
    return true;
  }
  @MizanClient({ affects: TicketContext, output: 'boolean' })
  fail(@Arg('ticket_id', 'integer') _id: number): boolean {
    throw new Error('secret');
  }
}

let apps: StartedApp[] = [];
afterEach(async () => {
  await Promise.all(apps.splice(0).map((app) => app.close()));
  tickets.clear();
});

async function start(options: StartOptions = {}): Promise<StartedApp> {
  const app = await startApp({ providers: [Desk] }, options);
  apps.push(app);
  return app;
}

const open = (app: StartedApp, headers = {}): Promise<TestSocket> => openSocket(`${app.origin}/ws`, headers);
const ticket = (id: unknown) => ({ context: 'ticket', params: { ticket_id: id } });
const watch = (...contexts: readonly object[]) => ({ action: 'watch', id: 'w', contexts });
const ack = (watching: number) => ({ id: 'w', ok: true, data: { watching } });
const told = (...contexts: readonly object[]) => ({ type: 'invalidate', contexts });

describe.each(adapters)('a socket that watches, on %s', (adapter) => {
  it('is told of the entry that somebody else made stale, and of no other', async () => {
    const app = await start({ adapter });
    const socket = await open(app);
    expect(await socket.ask(watch(ticket(7), ticket(8)))).toEqual(ack(2));
    await app.call('rename', { ticket_id: 9, title: 'nine' });
    await app.call('rename', { ticket_id: 8, title: 'secret' });
    expect(await socket.next()).toEqual(told(ticket(8)));
  });
});
