import { Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { IsInt, IsOptional, ValidateNested } from 'class-validator';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MizanClient, MizanFile, MizanForm, MizanModule, Nullable, Typed, Upload } from '../index.js';
import { type MizanTesting, mizanTesting } from './index.js';

class Sheet {
  @IsInt() page!: number;
  @Upload({ maxSize: '1kB' }) scan!: MizanFile;
}

class Folder {
  @Typed() title!: string;
  @Nullable() @IsInt() year!: number | null;
  @IsOptional() @Typed() day?: Date;
  @Typed(['integer']) marks!: number[];
  @ValidateNested({ each: true }) @Typed([Sheet]) sheets!: Sheet[];
}

class Photo {
  @Upload({ accept: 'image/*' }) photo!: MizanFile;
}

@Injectable()
class Folders {
  @MizanClient({ output: 'json' })
  async file({ sheets, ...others }: Folder): Promise<unknown> {
    const texts = sheets.map(async ({ page, scan }) => [page, scan.name, (await scan.buffer()).toString()]);
    return { ...others, sheets: await Promise.all(texts) };
  }

  @MizanForm('photo')
  setPhoto(_photo: Photo): void {
    // What it does is not looked at.
  }
}

@Module({ imports: [MizanModule.forRoot()], providers: [Folders] })
class AppModule {}

let testing: MizanTesting;
let close: () => Promise<void>;

beforeAll(async () => {
  const module = await Test.createTestingModule({ imports: [AppModule] }).compile();
  await module.init();
  testing = mizanTesting(module);
  close = () => module.close();
});
afterAll(() => close());

const folder = {
  title: 'Taxes',
  year: null,
  day: new Date('2026-02-03'),
  marks: [],
  other: undefined,
  sheets: [
    { page: 1, scan: new File(['one'], 'one.txt') },
    { page: 2, scan: new Blob(['two']) },
  ],
};

it('brings files as a page does, and all else as in JSON', async () => {
  expect((await testing.call('file', folder)).result).toEqual({
    result: {
      title: 'Taxes',
      year: null,
      day: '2026-02-03T00:00:00.000Z',
      marks: [],
      sheets: [
        [1, 'one.txt', 'one'],
        [2, 'blob', 'two'],
      ],
    },
  });
});

it('holds files to what is expected of them', async () => {
  const sheets = [{ page: 1, scan: new Blob(['x'.repeat(1025)]) }];
  await expect(testing.call('file', { ...folder, sheets })).rejects.toMatchObject({
    code: 'PAYLOAD_TOO_LARGE',
    details: { fields: { 'sheets.0.scan': [expect.any(String)] } },
  });
  const { result } = await testing.call('photo.submit', { photo: new File(['text'], 'me.png') });
  expect(result).toMatchObject({ success: false, errors: { errors: [{ field: 'photo' }] } });
});

it('misses a file by its name', async () => {
  await expect(testing.call('file', { ...folder, sheets: [{ page: 1 }] })).rejects.toMatchObject({
    code: 'VALIDATION_ERROR',
    details: { fields: { 'sheets.0.scan': ['is required'] } },
  });
});
