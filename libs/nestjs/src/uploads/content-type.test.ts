import { describe, expect, it } from 'vitest';
import { findContentType, isAccepted } from './content-type.js';

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);
const pdf = Buffer.from('%PDF-1.7\n');
const bitmap = Buffer.from(
  '424d3a0000000000000036000000280000000100000001000000010018000000000004000000000000000000000000000000000000000000ff00',
  'hex',
);
const zip = Buffer.from('504b0506000000000000000000000000000000000000', 'hex');
const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
const nothing = Buffer.alloc(0);

describe('the type of a file', () => {
  it.each([
    ['what the content shows', png, 'image/jpeg', 'image/png', true],
    ['what the content shows, whatever is said', pdf, 'text/html', 'application/pdf', true],
    ['what is said of a text', Buffer.from('a,b'), 'text/csv; charset=utf-8', 'text/csv', false],
    [
      'nothing that the content denies',
      Buffer.from('no image'),
      'image/png',
      'application/octet-stream',
      false,
    ],
    ['nothing that an empty file denies', nothing, 'image/png', 'application/octet-stream', false],
    ['what is said of an empty text', nothing, 'text/plain', 'text/plain', false],
    [
      'no text where the content is none',
      Buffer.from([1, 0, 2]),
      'text/plain',
      'application/octet-stream',
      false,
    ],
    [
      'what is said of what nobody knows',
      Buffer.from([1, 0, 2]),
      'application/x-own',
      'application/x-own',
      false,
    ],
    ['nothing for what is no type', Buffer.from('x'), 'a b/<script>', 'application/octet-stream', false],
    ['nothing where nothing is said', Buffer.from('x'), undefined, 'application/octet-stream', false],
    [
      'what is said of an XML',
      Buffer.from(`<?xml version="1.0"?>${svg}`),
      'image/svg+xml',
      'image/svg+xml',
      false,
    ],
    [
      'what the content shows in part',
      Buffer.from('II*\0\u0090\u005f\u0001\0'),
      'image/png',
      'image/tiff',
      true,
    ],
    ['what is said of a document that is an archive', zip, docx, docx, false],
    [
      'what is said of a text that begins as a picture does',
      Buffer.from('BMI,age\n22,30'),
      'text/csv',
      'text/csv',
      false,
    ],
    [
      'what is said of a text that begins as music does',
      Buffer.from('ID3;n\xe9\n', 'latin1'),
      'text/csv',
      'text/csv',
      false,
    ],
    [
      'what is said of a text that begins as a program does',
      Buffer.from('MZ code,1'),
      'text/plain',
      'text/plain',
      false,
    ],
    [
      'what is said of a text that begins as a shape does',
      Buffer.from('solid advice'),
      'text/plain',
      'text/plain',
      false,
    ],
    [
      'what is said of a text that is a card',
      Buffer.from('BEGIN:VCARD\n'),
      'text/plain',
      'text/plain',
      false,
    ],
    ['what the content shows of a picture said to be a text', bitmap, 'text/csv', 'image/bmp', true],
    [
      'no picture for its first letters',
      Buffer.from('BM<html><script>alert(1)</script>'),
      'image/bmp',
      'application/octet-stream',
      false,
    ],
    ['its usual name', Buffer.from(`<?xml version="1.0"?>${svg}`), 'text/xml', 'application/xml', true],
  ])('is %s', async (_title, content, said, type, isShown) => {
    expect(await findContentType(content, said)).toEqual({ type, isShown });
  });

  it.each([
    ['an image', png, 'application/octet-stream', 'image/*', true],
    ['an image by its type', png, 'image/gif', 'image/png', true],
    ['another image', png, 'image/gif', 'image/gif', false],
    [
      'an image by another name of its type',
      Buffer.from('ffd8ffe000104a464946', 'hex'),
      'x',
      'image/jpg',
      true,
    ],
    ['a document that says it is an image', pdf, 'image/png', 'image/*', false],
    ['an archive that says it is a text', zip, 'text/plain', 'text/plain', false],
    ['a text that says it is an image', Buffer.from('x'), 'image/png', 'image/*', false],
    ['a text', Buffer.from('a,b'), 'text/csv', 'text/csv', true],
    ['a text of any kind', Buffer.from('a,b'), 'text/csv', 'text/*', true],
    ['a text of another kind', Buffer.from('a,b'), 'text/plain', 'text/csv', false],
    ['a page', Buffer.from('<html>'), 'text/html', 'text/plain', false],
    [
      'a page that begins as an image',
      Buffer.from('BM<html><script>alert(1)'),
      'text/html',
      'image/*',
      false,
    ],
    ['a table that begins as an image', Buffer.from('BMW;Audi'), 'text/csv', 'text/csv', true],
    ['an SVG where images are taken', Buffer.from(svg), 'image/svg+xml', 'image/*', false],
    ['an SVG where it is named', Buffer.from(svg), 'image/svg+xml', 'image/svg+xml', true],
    ['an archive where documents are taken', zip, 'application/zip', docx, false],
    ['a document where archives are taken', zip, docx, 'application/zip', false],
    ['anything', Buffer.from('x'), 'x', '*/*', true],
    ['JSON', Buffer.from('{}'), 'application/json', 'application/json', true],
    [
      'an old spreadsheet',
      Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      'application/vnd.ms-excel',
      'application/vnd.ms-excel',
      true,
    ],
  ])(
    'decides: %s of %o, said to be %s, where %s is taken',
    async (_title, content, said, accept, accepted) => {
      expect(isAccepted(await findContentType(content, said), [accept])).toBe(accepted);
    },
  );
});
