import { expect, it } from 'vitest';

import { provenanceOf, sealFile } from './seal.js';

const sealed = sealFile('types.ts', 'export type A = string;\n');

it('knows a file that nobody has changed', () => {
  expect(provenanceOf('types.ts', sealed)).toBe('intact');
});

it('does not mind other line endings', () => {
  expect(provenanceOf('types.ts', sealed.replaceAll('\n', '\r\n'))).toBe('intact');
});

it.each([
  ['edited', 'types.ts', `${sealed}// mine\n`],
  ['copied under another name', 'mine.ts', sealed],
  ['renamed with its head', 'mine.ts', sealed.replace('types.ts', 'mine.ts')],
])('knows a file that was %s', (_what, fileName, text) => {
  expect(provenanceOf(fileName, text)).toBe('changed');
});

it.each([
  ['without a head', 'export type A = string;\n'],
  ['with the head further down', `\n${sealed}`],
  ['that is empty', ''],
])('takes a file %s for foreign', (_what, text) => {
  expect(provenanceOf('types.ts', text)).toBe('foreign');
});
