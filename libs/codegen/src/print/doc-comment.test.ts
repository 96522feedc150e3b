import { describe, expect, it } from 'vitest';

import { printDocComment } from './doc-comment.js';

describe('printDocComment', () => {
  it('prints nothing for nothing', () => {
    expect(printDocComment({})).toBe('');
    expect(printDocComment({ description: ' \n\t' })).toBe('');
  });

  it('prints one line as one line', () => {
    expect(printDocComment({ description: 'Closes it.' }, '  ')).toBe('  /** Closes it. */\n');
  });

  it('keeps paragraphs, and says the default last', () => {
    const description = '\nFirst.\r\n\r\n  Second.  \n';
    expect(printDocComment({ description, default: 'a"b' })).toBe(
      '/**\n * First.\n *\n *   Second.\n * @default "a\\"b"\n */\n',
    );
  });

  it.each([
    ['an end of the comment', 'a */ alert(1); /*', '/** a *\\/ alert(1); /* */\n'],
    ['a compiler directive', '@ts-ignore', '/** \\@ts-ignore */\n'],
    ['a JSX pragma', 'a@jsxImportSource evil', '/** a@\\jsxImportSource evil */\n'],
    ['a link', '{@link x}', '/** {\\@link x} */\n'],
    ['a mail address', 'me@x.org', '/** me@x.org */\n'],
    ['a Unicode newline', 'a\u2028// b', '/**\n * a\n * // b\n */\n'],
    ['hidden text', 'a\u202eb\ud800', '/** a\\u202eb\\ud800 */\n'],
  ])('makes %s harmless', (_what, description, printed) => {
    expect(printDocComment({ description })).toBe(printed);
  });

  it('cannot be ended by a default', () => {
    expect(printDocComment({ default: '*/' })).toBe('/** @default "*\\/" */\n');
  });
});
