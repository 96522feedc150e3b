/**
 * A value as JSON without spaces, in which every character outside U+0020–U+007E is an escape (PROTOCOL 9 and 10).
 * Keys stay in their order.
 */
export function toAsciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
