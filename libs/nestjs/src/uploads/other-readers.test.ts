import fastifyMultipart from '@fastify/multipart';
import {
  Controller,
  type INestApplication,
  Injectable,
  Post,
  Req,
  UploadedFile,
  UseInterceptors,
} from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import multer from 'multer';
import { describe, expect, it } from 'vitest';
import { callPath, formOf } from '../../test-support/multipart.js';
import { type StartOptions, startApp } from '../../test-support/start-app.js';
import { MizanClient, MizanFile, Upload } from '../index.js';

class Avatar {
  @Upload() photo!: MizanFile;
}

@Injectable()
class Avatars {
  @MizanClient({ output: 'string' })
  async setAvatar({ photo }: Avatar): Promise<string> {
    return (await photo.buffer()).toString();
  }
}

@Controller()
class ExpressUploads {
  @Post('own')
  @UseInterceptors(FileInterceptor('photo'))
  own(@UploadedFile() photo: Express.Multer.File) {
    return { own: photo.buffer.toString() };
  }
}

interface MultipartRequest {
  file(): Promise<{ toBuffer(): Promise<Buffer> }>;
  readonly body?: { readonly photo?: { toBuffer(): Promise<Buffer> } };
}

@Controller()
class FastifyUploads {
  @Post('own')
  async own(@Req() request: MultipartRequest) {
    const photo = request.body?.photo ?? (await request.file());
    return { own: (await photo.toBuffer()).toString() };
  }
}

async function bothAnswers(options: StartOptions): Promise<readonly unknown[]> {
  const controllers = options.adapter === 'fastify' ? [FastifyUploads] : [ExpressUploads];
  const app = await startApp({ providers: [Avatars], controllers }, options);
  try {
    const answers: unknown[] = [];
    for (const path of ['/own', callPath]) {
      const body = formOf('set_avatar', { photo: new File(['hello'], 'a') });
      const response = await app.fetch(path, { method: 'POST', body });
      answers.push(await response.json());
    }
    return [...answers, app.logged.filter(({ level }) => level === 'error').map(({ text }) => text)];
  } finally {
    await app.close();
  }
}

const both = [{ own: 'hello' }, { result: { result: 'hello' } }, []];

const elsewhere = (app: INestApplication) => void app.use('/other', multer().any());
const everywhere = (app: INestApplication) => void app.use(multer().any());

describe('other readers of multipart bodies', () => {
  it('may stand before routes of an Express app', async () => {
    expect(await bothAnswers({ adapter: 'express' })).toEqual(both);
  });

  it('may be middleware of Express for paths that are not ours', async () => {
    expect(await bothAnswers({ adapter: 'express', configure: elsewhere })).toEqual(both);
  });

  it('are named in the log where they are middleware of Express that takes every body', async () => {
    const [, answer, logged] = await bothAnswers({ adapter: 'express', configure: everywhere });
    expect(answer).toMatchObject({ code: 'INTERNAL_ERROR' });
    expect(logged).toEqual([expect.stringContaining('was read before Mizan got it')]);
  });

  it.each([{}, { attachFieldsToBody: true }])('may be registered with Fastify: %o', async (options) => {
    const configure = async (app: INestApplication) =>
      void (await (app as NestFastifyApplication).register(fastifyMultipart, options));
    expect(await bothAnswers({ adapter: 'fastify', configure })).toEqual(both);
  });
});
