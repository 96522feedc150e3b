import { Injectable } from '@nestjs/common';
import { type CacheOptions, defineContext, MizanClient } from '@mizan/nestjs';
import { IsInt, IsString } from 'class-validator';

import { type StartedApp, startApp } from '../../libs/nestjs/test-support/start-app.js';

const TicketContext = defineContext('ticket');

class TicketKey {
  @IsInt() ticket_id!: number;
}

class Ticket {
  @IsInt() ticket_id!: number;
  @IsString() title!: string;
}

/** What all nodes of a desk share: its database. */
export class Desk {
  readonly titles = new Map<number, string>();
  reads = 0;
  /** Awaited by a mutation before it is committed. */
  beforeCommit: () => Promise<void> = async () => {};
  /** Awaited by a mutation after it is committed. */
  afterCommit: () => Promise<void> = async () => {};
}

/** One process of the desk, as far as the cache can tell: an app with a store of its own. */
export class DeskNode {
  private constructor(private readonly started: StartedApp) {}

  static async start(desk: Desk, cache: Omit<CacheOptions, 'secret'>): Promise<DeskNode> {
    @Injectable()
    class TicketFunctions {
      @MizanClient({ context: TicketContext, output: Ticket, cache: { ttl: 600, scope: 'public' } })
      ticket({ ticket_id }: TicketKey): Ticket {
        desk.reads += 1;
        return { ticket_id, title: desk.titles.get(ticket_id) ?? 'none' };
      }

      @MizanClient({ affects: TicketContext, output: Ticket })
      async renameTicket({ ticket_id, title }: Ticket): Promise<Ticket> {
        await desk.beforeCommit();
        desk.titles.set(ticket_id, title);
        await desk.afterCommit();
        return { ticket_id, title };
      }
    }
    const mizan = { cache: { secret: 's'.repeat(32), ...cache } };
    return new DeskNode(await startApp({ providers: [TicketFunctions] }, { mizan }));
  }

  /** What it has logged about the cache. */
  get logged(): readonly { readonly level: string; readonly text: string }[] {
    return this.started.logged.filter(({ text }) => /cache/i.test(text) && !text.includes('Mapped'));
  }

  async read(ticketId: number): Promise<{ readonly title: string; readonly cache: string | null }> {
    const reply = await this.started.context('ticket', `?ticket_id=${ticketId}`);
    if (reply.status !== 200) throw this.#refused(reply);
    const { ticket } = (await reply.json()) as { readonly ticket: Ticket };
    return { title: ticket.title, cache: reply.headers.get('X-Mizan-Cache') };
  }

  async rename(ticketId: number, title: string): Promise<void> {
    const reply = await this.started.call('rename_ticket', { ticket_id: ticketId, title });
    if (reply.status !== 200) throw this.#refused(reply);
  }

  close(): Promise<void> {
    return this.started.close();
  }

  #refused({ url, status }: Response): Error {
    const logged = this.started.logged.map(({ text }) => text).join('\n');
    return new Error(`${url} was answered with ${status}\n${logged}`);
  }
}
