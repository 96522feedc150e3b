import { Controller, Get, Param, ParseIntPipe, Res, StreamableFile, UseGuards } from '@nestjs/common';
import { Auth, Identity, MizanAuthGuard } from '@mizan/nestjs';
import type { Response } from 'express';
import { keepHarmless } from '../page/keep-harmless.js';
import type { Person } from '../people/person.entity.js';
import { AttachmentsService } from './attachments.service.js';

/** A route as any other of Nest: files are no matter of Mizan once they are there. */
@Controller('api/attachments')
@UseGuards(MizanAuthGuard)
@Auth(true)
export class AttachmentsController {
  constructor(private readonly files: AttachmentsService) {}

  @Get(':id')
  async download(
    @Param('id', ParseIntPipe) id: number,
    @Identity() who: Person,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    const { name, type, content } = await this.files.read(who, id);
    keepHarmless(response).attachment(name).set('Cache-Control', 'private, no-cache').type(type);
    return new StreamableFile(content, { length: content.length });
  }
}
