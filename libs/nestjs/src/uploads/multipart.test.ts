import { Injectable } from '@nestjs/common';
import { IsString } from 'class-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adapters, type StartedApp, startApp } from '../../test-support/start-app.js';
import { MizanClient, MizanFile, Upload } from '../index.js';

class Avatar {
  @IsString() title!: string;
  @Upload() photo!: MizanFile;
}

@Injectable()
class Pictures {
  @MizanClient({ output: 'string' })
  async setAvatar({ title, photo }: Avatar) {
    return `${title} ${photo.name} ${photo.type} ${photo.size} ${(await photo.buffer()).toString()}`;
  }
}

describe.each(adapters)('a multipart body on %s', (adapter) => {
  let app: StartedApp;
  beforeAll(async () => void (app = await startApp({ providers: [Pictures] }, { adapter })));
  afterAll(() => app.close());

  it('brings texts and files', async () => {
    const body = new FormData();
    body.append('fn', 'set_avatar');
    body.append('title', 'Me');
    body.append('photo', new File(['hello'], '../../é.txt', { type: 'text/plain' }));
    const response = await app.fetch('/api/mizan/call/', { method: 'POST', body });
    expect([response.status, await response.json()]).toEqual([
      200,
      { result: { result: 'Me é.txt text/plain 5 hello' } },
    ]);
  });
});
