import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { TicketsModule } from '../tickets/tickets.module.js';
import { Attachment } from './attachment.entity.js';
import { AttachmentFunctions } from './attachment.functions.js';
import { AttachmentsController } from './attachments.controller.js';
import { AttachmentsService } from './attachments.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([Attachment]), TicketsModule],
  controllers: [AttachmentsController],
  providers: [AttachmentsService, AttachmentFunctions],
})
export class AttachmentsModule {}
