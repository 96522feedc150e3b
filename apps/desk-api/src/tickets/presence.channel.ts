import { UnauthorizedException } from '@nestjs/common';
import { ChannelService, MizanChannel } from '@mizan/nestjs';
import type { Person } from '../people/person.entity.js';
import { Doing, PresenceKey, PresenceNews } from './presence-messages.js';
import { TicketsService } from './tickets.service.js';

/**
 * Who looks at a ticket now, and who writes. Nothing is kept on the server, so that no process has to be asked and none
 * takes the knowledge with it when it dies: pages tell each other, again and again, and believe it for a while.
 */
@MizanChannel('presence')
export class PresenceChannel {
  static readonly params = PresenceKey;
  static readonly clientMessage = Doing;
  static readonly serverMessage = PresenceNews;

  constructor(
    private readonly desk: TicketsService,
    private readonly channels: ChannelService,
  ) {}

  /** Whoever may see the ticket. */
  async authorize({ ticket_id }: PresenceKey, who: Person | null): Promise<boolean> {
    if (!who) return false;
    await this.desk.find(who, ticket_id);
    return true;
  }

  receive(_key: PresenceKey, { doing }: Doing, who: Person | null): PresenceNews {
    if (!who) throw new UnauthorizedException();
    return { person: who, doing };
  }

  onJoin(key: PresenceKey, who: Person | null): Promise<void> {
    return this.tell(key, who, 'joined');
  }

  onLeave(key: PresenceKey, who: Person | null): Promise<void> {
    return this.tell(key, who, 'left');
  }

  private async tell(key: PresenceKey, who: Person | null, doing: PresenceNews['doing']): Promise<void> {
    if (who) await this.channels.push(PresenceChannel, key, { person: who, doing });
  }
}
