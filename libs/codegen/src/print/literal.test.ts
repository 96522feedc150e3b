import { describe, expect, it } from 'vitest';

import { printPropertyName, printString } from './literal.js';

describe('printString', () => {
  it.each([
    ['plain', "'plain'"],
    ['Größe 😀', "'Größe 😀'"],
    ["it's", String.raw`'it\'s'`],
    ['a\\', String.raw`'a\\'`],
    ['a\nb', String.raw`'a\nb'`],
    ['${x}`', "'${x}`'"],
    ['\u2028\u202e\u0000', String.raw`'\u2028\u202e\u0000'`],
    ['\ud83d', String.raw`'\ud83d'`],
    ['\u{e0041}', String.raw`'\udb40\udc41'`],
  ])('prints %j', (text, printed) => {
    expect(printString(text)).toBe(printed);
  });
});

describe('printPropertyName', () => {
  it.each([
    ['ticket_id', 'ticket_id'],
    ['__proto__', '__proto__'],
    ['$ref', '$ref'],
    ['2nd', "'2nd'"],
    ['', "''"],
    ['a-b', "'a-b'"],
    ['ö', "'ö'"],
    ['x: never; y', "'x: never; y'"],
  ])('prints %j', (name, printed) => {
    expect(printPropertyName(name)).toBe(printed);
  });
});
