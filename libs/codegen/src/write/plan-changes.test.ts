import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { tempFolder } from '../fixture/temp-folder.js';
import { sealFile } from '../print/seal.js';
import { planChanges } from './plan-changes.js';

const types = { fileName: 'types.ts', text: sealFile('types.ts', 'export type A = string;\n') };
const oldTypes = sealFile('types.ts', 'export type A = number;\n');
const react = sealFile('react.ts', 'export {};\n');

describe('planChanges', () => {
  it('creates what is missing, in a folder that is missing too', async () => {
    const folder = path.join(tempFolder(), 'not', 'yet');
    await expect(planChanges(folder, [types])).resolves.toEqual({
      changes: [{ kind: 'create', fileName: 'types.ts', after: types.text }],
      unchanged: 0,
      kept: [],
    });
  });

  it('leaves what is right as it is', async () => {
    const folder = tempFolder({ 'types.ts': types.text });
    await expect(planChanges(folder, [types])).resolves.toEqual({ changes: [], unchanged: 1, kept: [] });
  });

  it.each([
    ['older', oldTypes],
    ['edited by hand', `${oldTypes}// mine\n`],
  ])('updates a file of ours that is %s', async (_what, before) => {
    const { changes } = await planChanges(tempFolder({ 'types.ts': before }), [types]);
    expect(changes).toEqual([{ kind: 'update', fileName: 'types.ts', before, after: types.text }]);
  });

  it('removes what is ours and no longer needed', async () => {
    const { changes } = await planChanges(tempFolder({ 'react.ts': react }), [types]);
    expect(changes.map(({ kind, fileName }) => `${kind} ${fileName}`)).toEqual([
      'remove react.ts',
      'create types.ts',
    ]);
  });

  it.each([
    ['was written by somebody else', 'react.ts', 'export const mine = 1;\n'],
    ['is a copy of ours under another name', 'copy.ts', react],
    ['is in a folder', 'deeper/react.ts', react],
    ['has another ending', 'react.ts.orig', react],
  ])('does not touch what %s', async (_what, fileName, text) => {
    const { changes } = await planChanges(tempFolder({ 'types.ts': types.text, [fileName]: text }), [types]);
    expect(changes).toEqual([]);
  });

  it('keeps what is no longer needed but was edited, and says so', async () => {
    const folder = tempFolder({ 'types.ts': types.text, 'react.ts': `${react}// mine\n` });
    await expect(planChanges(folder, [types])).resolves.toEqual({
      changes: [],
      unchanged: 1,
      kept: ['react.ts'],
    });
  });

  const foreign = { code: 'FOREIGN_FILE', message: expect.stringContaining('types.ts was not written by') };

  it('refuses to overwrite what is not ours', async () => {
    const folder = tempFolder({ 'types.ts': 'export type Mine = string;\n' });
    await expect(planChanges(folder, [types])).rejects.toMatchObject(foreign);
  });

  it('refuses to write through a link or over a folder', async () => {
    const linked = tempFolder({ 'elsewhere/types.ts': oldTypes });
    symlinkSync(path.join(linked, 'elsewhere/types.ts'), path.join(linked, 'types.ts'));
    await expect(planChanges(linked, [types])).rejects.toMatchObject(foreign);
    const occupied = tempFolder();
    mkdirSync(path.join(occupied, 'types.ts'));
    await expect(planChanges(occupied, [types])).rejects.toMatchObject(foreign);
  });

  it('says when the output is no folder', async () => {
    const file = path.join(tempFolder({ output: '' }), 'output');
    await expect(planChanges(file, [types])).rejects.toMatchObject({ code: 'OUTPUT_FAILED' });
  });
});
