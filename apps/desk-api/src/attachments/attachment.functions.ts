import { Injectable } from '@nestjs/common';
import { Arg, Identity, MizanClient } from '@mizan/nestjs';
import type { Person } from '../people/person.entity.js';
import { TicketContext } from '../tickets/ticket-contexts.js';
import { AttachmentView } from './attachment-view.js';
import { AttachmentsService } from './attachments.service.js';

@Injectable()
export class AttachmentFunctions {
  constructor(private readonly files: AttachmentsService) {}

  @MizanClient({ context: TicketContext, auth: true, output: [AttachmentView] })
  attachments(@Arg('ticket_id', 'integer') id: number, @Identity() who: Person) {
    return this.files.of(who, id);
  }
}
