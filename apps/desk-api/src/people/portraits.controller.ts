import { Controller, Get, NotFoundException, Param, ParseIntPipe, Res, StreamableFile } from '@nestjs/common';
import type { Response } from 'express';
import { keepHarmless } from '../page/keep-harmless.js';
import { PeopleService } from './people.service.js';

/** For everybody: the page on which people sign in shows them, too. */
@Controller('api/portraits')
export class PortraitsController {
  constructor(private readonly people: PeopleService) {}

  @Get(':id')
  async show(
    @Param('id', ParseIntPipe) id: number,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    const portrait = await this.people.portraitOf(id);
    if (!portrait) throw new NotFoundException('There is no picture of this person.');
    // Another picture has another address: `?v=` counts them.
    keepHarmless(response).set('Cache-Control', 'public, max-age=31536000, immutable').type(portrait.type);
    return new StreamableFile(portrait.content, { length: portrait.content.length });
  }
}
