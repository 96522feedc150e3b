/**
 * How many characters a text has, as `@MinLength`, `@MaxLength` and `@Length` of class-validator count them: half a pair
 * of surrogates, and what chooses how the character before it looks, are none of their own.
 */
export function textLength(text: string): number {
  return (
    text.length -
    count(text, /[^\ufe0e\ufe0f][\ufe0e\ufe0f]/g) -
    count(text, /[\ud800-\udbff][\udc00-\udfff]/g)
  );
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
