import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PeopleModule } from '../people/people.module.js';
import { Comment } from './comment.entity.js';
import { NewTicketForm } from './new-ticket.form.js';
import { PresenceChannel } from './presence.channel.js';
import { TicketActions } from './ticket-actions.js';
import { Ticket } from './ticket.entity.js';
import { TicketFunctions } from './ticket.functions.js';
import { TicketsService } from './tickets.service.js';
import { TitleIsNew } from './title-is-new.validator.js';

@Module({
  imports: [TypeOrmModule.forFeature([Ticket, Comment]), PeopleModule],
  providers: [TicketsService, TicketFunctions, TicketActions, NewTicketForm, TitleIsNew, PresenceChannel],
  exports: [TicketsService],
})
export class TicketsModule {}
