import { Injectable } from '@nestjs/common';
import { OmitType, PartialType, PickType } from '@nestjs/mapped-types';
import { Type } from 'class-transformer';
import { ArrayMinSize, IsOptional, ValidateNested } from 'class-validator';
import { describe, expect, it } from 'vitest';
import { findBootProblems } from '../../test-support/start-app.js';
import {
  Arg,
  Field,
  type FileOptions,
  MizanChannel,
  MizanClient,
  MizanFile,
  MizanForm,
  Typed,
  Upload,
  uploadOf,
} from '../index.js';
import { TypeCatalog } from './index.js';
import type { DtoClass } from './type-declaration.js';

/** What is said of a class whose one property is decorated so. */
async function problemsOf(decorate: PropertyDecorator, designType: unknown) {
  class Photo {
    photo: unknown;
  }
  Reflect.defineMetadata('design:type', designType, Photo.prototype, 'photo');
  decorate(Photo.prototype, 'photo');
  class Photos {
    add(_input: Photo): string {
      return '';
    }
  }
  Reflect.defineMetadata('design:paramtypes', [Photo], Photos.prototype, 'add');
  const descriptor = Object.getOwnPropertyDescriptor(Photos.prototype, 'add') ?? {};
  MizanClient({ output: 'string' })(Photos.prototype, 'add', descriptor as TypedPropertyDescriptor<never>);
  Injectable()(Photos);
  return findBootProblems({ providers: [Photos] });
}

function upload(options: unknown): PropertyDecorator {
  // Not everybody compiles with types.
  return Upload(options as FileOptions) as PropertyDecorator;
}

describe('boot refuses an upload', () => {
  it.each<[string, unknown, unknown, string, string]>([
    ['on a text', {}, String, '@Upload is for files, and its type is String', 'MizanFile'],
    ['on a number', {}, Number, '@Upload is for files, and its type is Number', 'MizanFile'],
    ['on a buffer', {}, Buffer, '@Upload is for files, and its type is Buffer', 'MizanFile'],
    ['of no size', { maxSize: '5 apples' }, MizanFile, "`maxSize` is '5 apples'", "'5MB'"],
    ['of size zero', { maxSize: 0 }, MizanFile, '`maxSize` is 0', "'5MB'"],
    ['of half a byte', { maxSize: 0.5 }, MizanFile, '`maxSize` is 0.5', "'5MB'"],
    ['of an endless size', { maxSize: Infinity }, MizanFile, '`maxSize` is Infinity', "'5MB'"],
    ['by an ending', { accept: '.png' }, MizanFile, "`accept` has '.png'", "'image/*'"],
    ['by any type', { accept: ['image/png', '*/*'] }, MizanFile, "`accept` has '*/*'", "'image/*'"],
    ['by no type', { accept: [] }, MizanFile, '`accept` has []', "'image/*'"],
    ['by a number', { accept: [5] }, MizanFile, '`accept` has 5', "'image/*'"],
    ['of no files', { count: 0 }, Array, '`count` is 0', 'whole number above 0'],
    ['of one file that are many', { count: 2 }, MizanFile, 'it is one MizanFile, and', 'MizanFile[]'],
  ])('%s', async (_title, options, designType, problem, fix) => {
    const [found, ...others] = await problemsOf(upload(options), designType);
    expect(others).toEqual([]);
    expect(found).toEqual({
      where: 'Photo.photo',
      problem: expect.stringContaining(problem),
      fix: expect.stringContaining(fix),
    });
  });

  it.each([MizanFile, Object, undefined])('on nothing else: %o is a file', async (designType) => {
    const options = { maxSize: '1.5 MB', accept: 'image/png, text/*' };
    expect(await problemsOf(upload(options), designType)).toEqual([]);
  });

  it('in an output, however deep', async () => {
    class View {
      @Upload() photo!: MizanFile;
    }
    class Album {
      @Typed([View]) views!: View[];
    }
    @Injectable()
    class Albums {
      @MizanClient({ output: Album }) album(): Album {
        return { views: [] };
      }
      @MizanClient({ output: MizanFile }) raw(): MizanFile {
        throw new Error('never called');
      }
      @MizanForm({ name: 'send', output: View }) send(_input: View): View {
        throw new Error('never called');
      }
    }
    const problem = 'it is a file, and files travel to the server only';
    const fix = expect.stringContaining('Answer with a link to it');
    expect(await findBootProblems({ providers: [Albums] })).toEqual([
      { where: 'View.photo', problem, fix },
      { where: 'Albums.raw', problem, fix },
    ]);
  });

  it('where no multipart body goes: in contexts, over the socket, in channels', async () => {
    class Photo {
      @Upload() photo!: MizanFile;
    }
    class Message {
      @ValidateNested() @Typed(Photo) photo!: Photo;
    }
    @MizanChannel('chat')
    class Chat {
      static clientMessage = Message;
      authorize(): boolean {
        return true;
      }
      group(): string {
        return 'chat';
      }
      receive(): void {
        // Never reached.
      }
    }
    @Injectable()
    class Photos {
      @MizanClient({ context: 'photo', output: 'string' })
      read(@Arg('photo', MizanFile) _photo: MizanFile): string {
        return '';
      }
      @MizanClient({ websocket: true, output: 'string' })
      send(_input: Message): string {
        return '';
      }
    }
    const problems = await findBootProblems({ providers: [Photos, Chat] });
    expect(problems).toEqual(
      expect.arrayContaining([
        {
          where: 'Photos.read',
          problem: '"read" has both `context` and an upload, and what is read brings no file',
          fix: 'Leave one of them out.',
        },
        {
          where: 'Photos.send',
          problem: '"send" is called over the socket and takes an upload, and frames hold no files',
          fix: 'Leave `websocket` out.',
        },
        {
          where: 'Chat',
          problem: 'The channel "chat" has an upload in its params or messages, and frames hold no files',
          fix: 'Send the file by a function, and a link to it here.',
        },
      ]),
    );
  });

  it('that a form would show in another way', async () => {
    class Profile {
      @Field({ widget: 'text' }) @Upload() photo!: MizanFile;
      @Field({ choices: ['a'] }) @Upload() @IsOptional() icon?: MizanFile;
      @Field({ widget: 'file' }) @Typed() name!: string;
    }
    @Injectable()
    class Profiles {
      @MizanForm({ name: 'profile' }) save(_input: Profile): void {
        // Never called.
      }
    }
    expect((await findBootProblems({ providers: [Profiles] })).map(({ where }) => where)).toEqual([
      'Profile.photo',
      'Profile.icon',
      'Profile.name',
    ]);
  });
});

describe('boot takes an upload', () => {
  it('of mapped types, which know no types of properties', async () => {
    class Album {
      @Upload({ maxSize: 10 }) cover!: MizanFile;
      @Upload({ accept: 'image/*' }) photos!: MizanFile[];
      @Upload({ count: 3 }) pages!: MizanFile[];
    }
    class Change extends PartialType(OmitType(Album, ['pages'])) {}
    class Print extends PickType(Album, ['pages']) {}
    const catalog = new TypeCatalog();
    const shapesOf = (type: DtoClass) =>
      catalog.describeDto(type, 'input').fields.map(({ name, required, type: of }) => [name, required, of]);
    expect(shapesOf(Change)).toEqual([
      ['cover', false, { kind: 'upload', maxSize: 10 }],
      ['photos', false, { kind: 'list', item: { kind: 'upload', accept: ['image/*'] } }],
    ]);
    expect(shapesOf(Print)).toEqual([
      ['pages', true, { kind: 'list', item: { kind: 'upload' }, maxCount: 3 }],
    ]);
    expect(catalog.problems).toEqual([]);
  });

  it('in objects, lists, arguments, and classes that refer to themselves', async () => {
    class Folder {
      @Upload({ count: 3 }) @ArrayMinSize(1) files!: MizanFile[];
      @Typed(() => [Folder]) @ValidateNested({ each: true }) @Type(() => Folder) folders: Folder[] = [];
    }
    @Injectable()
    class Folders {
      @MizanClient({ output: 'integer' }) add(_folder: Folder): number {
        return 1;
      }
      @MizanClient({ output: 'integer' }) put(
        @Arg('plain') _plain: MizanFile,
        @Arg('photo', uploadOf({ maxSize: 10 })) _photo: MizanFile,
        @Arg('pages', uploadOf({ count: 2 }), { optional: true }) _pages?: readonly MizanFile[],
      ): number {
        return 1;
      }
    }
    expect(await findBootProblems({ providers: [Folders] })).toEqual([]);
  });
});
