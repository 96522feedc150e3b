const plain = /^[A-Za-z0-9_.~-]*$/;

/**
 * A text as headers hold it (PROTOCOL 5): UTF-8, upper-case hex, everything encoded but `A-Za-z0-9_.-~`. A lone
 * surrogate has no UTF-8 form; it becomes the replacement character, as everywhere on the web.
 */
export function percentEncode(text: string): string {
  if (plain.test(text)) return text;
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd')).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
