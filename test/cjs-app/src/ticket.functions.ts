import { Injectable } from '@nestjs/common';
import {
  defineContext,
  Identity,
  MizanClient,
  MizanFile,
  type MizanIdentity,
  NotFound,
  Upload,
} from '@mizan/nestjs';
import { IsInt, IsString } from 'class-validator';

export const TicketContext = defineContext('ticket');

export class TicketKey {
  @IsInt()
  ticket_id!: number;
}

export class RenameTicket extends TicketKey {
  @IsString()
  title!: string;
}

export class AttachFile extends TicketKey {
  @Upload({ accept: 'text/plain' })
  file!: MizanFile;
}

export class TicketView {
  @IsInt()
  id!: number;

  @IsString()
  title!: string;
}

@Injectable()
export class TicketFunctions {
  private readonly titles = new Map([[7, 'Printer on fire']]);

  @MizanClient({ context: TicketContext, output: TicketView })
  ticket({ ticket_id }: TicketKey): TicketView {
    const title = this.titles.get(ticket_id);
    if (title === undefined) throw new NotFound('No such ticket');
    return { id: ticket_id, title };
  }

  @MizanClient({ affects: TicketContext, output: TicketView, auth: true })
  renameTicket({ ticket_id, title }: RenameTicket, @Identity() who: MizanIdentity): TicketView {
    this.titles.set(ticket_id, `${title} (${who.id})`);
    return this.ticket({ ticket_id });
  }

  @MizanClient({ output: 'string' })
  attachFile({ file }: AttachFile): string {
    return `${file.name} ${file.type} ${file.size}`;
  }
}
