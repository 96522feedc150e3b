import { percentEncode } from '../wire/percent-encode.js';

/**
 * A text as a regular expression that matches it and nothing else, to stand between the quotes of VCL: letters, digits,
 * `_`, `-`, `~` and `/` as they are, and every other byte of its UTF-8 form as hex. No name can end the quotes or the
 * line.
 */
export function urlPattern(text: string): string {
  return text.split('/').map(segmentPattern).join('/');
}

function segmentPattern(text: string): string {
  return percentEncode(text).replaceAll('.', '%2E').replaceAll('%', '\\x');
}
