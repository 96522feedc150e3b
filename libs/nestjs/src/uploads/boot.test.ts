import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Expose } from 'class-transformer';
import { IsOptional, IsString, ValidateNested } from 'class-validator';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { findBootProblems } from '../../test-support/start-app.js';
import { Arg, MizanClient, MizanFile, MizanForm, Typed, Upload } from '../index.js';

class Picture {
  @Upload() photo!: MizanFile;
}

@Injectable()
class PictureFunctions {
  @MizanClient({ output: 'integer' }) hang({ photo }: Picture): number {
    return photo.size;
  }
}

@Injectable()
class AlbumForms {
  @MizanForm('album') take(_album: Picture): void {
    // Never called.
  }
}

@Injectable()
class TextFunctions {
  @MizanClient({ output: 'string' }) echo(@Arg('fn') fn: string, @Arg('change') change: string): string {
    return fn + change;
  }
  @MizanClient({ private: true, output: 'integer' }) hidden({ photo }: Picture): number {
    return photo.size;
  }
}

describe('where files cannot be written, at boot', () => {
  afterEach(() => vi.unstubAllEnvs());

  it.each([
    ['a function', PictureFunctions],
    ['a form', AlbumForms],
  ])('%s that takes files keeps the app from starting', async (_kind, provider) => {
    vi.stubEnv('TMPDIR', '/no/such/folder');
    const problems = await findBootProblems({ providers: [provider] });
    expect(problems).toEqual([
      {
        where: 'uploads.directory',
        problem: expect.stringContaining('/no/such/folder cannot be written to (ENOENT'),
        fix: 'Name a folder that is there, and that the app may write to.',
      },
    ]);
  });

  it('an app starts that takes no files', async () => {
    vi.stubEnv('TMPDIR', '/no/such/folder');
    expect(await findBootProblems({ providers: [TextFunctions] })).toEqual([]);
  });

  it('nothing is left of having looked', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'mizan-test-'));
    const options = { mizan: { uploads: { directory } } };
    expect(await findBootProblems({ providers: [PictureFunctions] }, options)).toEqual([]);
    expect(readdirSync(directory)).toEqual([]);
    rmSync(directory, { recursive: true });
  });
});

class Edit extends Picture {
  @IsString() @IsOptional() change?: string;
}
class Renamed extends Picture {
  @Expose({ name: 'fn' }) @IsString() label!: string;
}
class Free extends Picture {
  @Expose({ name: 'the_change' }) @IsString() change!: string;
}
class Row {
  @IsString() fn!: string;
  @Upload() photo!: MizanFile;
}
class Rows {
  @Typed([Row]) @ValidateNested({ each: true }) rows!: Row[];
}
const schema = z.object({ fn: z.string(), photo: z.instanceof(MizanFile) });

const refused = (what: string) =>
  `it takes files, and ${what} cannot be sent beside them: a multipart body has the name for itself`;
const fix = (name: string) =>
  `Give the property another name, or let it travel under one, as by @Expose({ name: 'the_${name}' }).`;

describe('names that a multipart body has for itself', () => {
  it('are refused in inputs with files', async () => {
    @Injectable()
    class Functions {
      @MizanClient({ output: 'integer' }) edit({ photo }: Edit): number {
        return photo.size;
      }
      @MizanClient({ output: 'integer' }) rename({ photo }: Renamed): number {
        return photo.size;
      }
      @MizanClient({ output: 'integer' }) give(
        @Arg('photo') photo: MizanFile,
        @Arg('change') _change: string,
      ): number {
        return photo.size;
      }
      @MizanClient({ input: schema, output: 'integer' }) check({ photo }: z.infer<typeof schema>): number {
        return photo.size;
      }
      @MizanForm('edit_form') take(_edit: Edit): void {
        // Never called.
      }
    }
    const problems = await findBootProblems({ providers: [Functions] });
    const other = 'Give the argument another name.';
    expect(problems).toEqual([
      { where: 'Functions.edit', problem: refused('Edit.change'), fix: fix('change') },
      {
        where: 'Functions.rename',
        problem: refused('Renamed.label, which travels as "fn",'),
        fix: fix('fn'),
      },
      { where: 'Functions.give', problem: refused('its argument "change"'), fix: other },
      { where: 'Functions.check', problem: refused('its argument "fn"'), fix: other },
      { where: 'Functions.take', problem: refused('Edit.change'), fix: fix('change') },
    ]);
  });

  it('are free without files, below the top, and where the name on the way is another', async () => {
    @Injectable()
    class Functions {
      @MizanClient({ output: 'integer' }) rows({ rows }: Rows): number {
        return rows.length;
      }
      @MizanClient({ output: 'integer' }) free({ photo }: Free): number {
        return photo.size;
      }
    }
    expect(await findBootProblems({ providers: [Functions, TextFunctions] })).toEqual([]);
  });
});
