import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findBootProblems } from '../../test-support/start-app.js';
import { formatByteSize, readByteSize } from './byte-size.js';
import { readUploadSettings } from './upload-options.js';

describe('the option uploads', () => {
  it('has defaults that are safe', () => {
    expect(readUploadSettings(undefined)).toEqual({
      maxFileSize: 10_485_760,
      maxTotalSize: 52_428_800,
      maxFiles: 10,
      maxFields: 1000,
      maxFieldSize: 102_400,
      maxTextSize: 1_048_576,
      spoolAbove: 65_536,
      directory: tmpdir(),
      idleTimeout: 30,
      timeout: 300,
    });
  });

  it('takes sizes as texts, and what is undefined as left out', () => {
    const options = { maxFileSize: '1.5MB', maxTotalSize: 5, timeout: undefined } as never;
    expect(readUploadSettings(options)).toMatchObject({
      maxFileSize: 1_572_864,
      maxTotalSize: 5,
      timeout: 300,
    });
  });

  it.each([
    [{ maxFileSize: 0 }, 'uploads.maxFileSize', "bytes above 0, as 5242880 or '5MB'"],
    [{ maxFileSize: '5 apples' }, 'uploads.maxFileSize', "bytes above 0, as 5242880 or '5MB'"],
    [{ maxFiles: 1.5 }, 'uploads.maxFiles', 'a whole number above 0'],
    [{ maxFields: '7' }, 'uploads.maxFields', 'a whole number above 0'],
    [{ timeout: Infinity }, 'uploads.timeout', 'seconds above 0, 2147483 at most'],
    [{ idleTimeout: -1 }, 'uploads.idleTimeout', 'seconds above 0, 2147483 at most'],
    [{ maxSize: 1 }, 'uploads.maxSize', 'correct its name'],
    [{ directory: '' }, 'uploads.directory', 'the path of a folder'],
    [{ directory: '/no/such/folder' }, 'uploads.directory', 'that the app may write to'],
    [{ directory: fileURLToPath(import.meta.url) }, 'uploads.directory', 'Name a folder'],
    [[], 'uploads', 'an object of options'],
    ['10MB', 'uploads', 'an object of options'],
  ])('of %j keeps the app from starting', async (uploads, where, fix) => {
    const problems = await findBootProblems({}, { mizan: { uploads: uploads as never } });
    expect(problems).toEqual([{ where, problem: expect.any(String), fix: expect.stringContaining(fix) }]);
  });

  it.each([
    ['1', 1],
    ['1b', 1],
    ['1 kB', 1024],
    ['1.5KB', 1536],
    ['2GB', 2_147_483_648],
    ['-1', undefined],
    ['1TB', undefined],
    ['', undefined],
    ['MB', undefined],
    ['9007199254740993', undefined],
    [NaN, undefined],
    [null, undefined],
  ])('reads the size %j as %j', (size, bytes) => {
    expect(readByteSize(size)).toBe(bytes);
  });

  it.each([
    [1, '1 byte'],
    [1023, '1023 bytes'],
    [1024, '1 kB'],
    [1_572_864, '1.5 MB'],
    [2 ** 31, '2 GB'],
  ])('says %j as %j', (bytes, text) => {
    expect(formatByteSize(bytes)).toBe(text);
  });
});
