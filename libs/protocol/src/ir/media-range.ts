const token = '[A-Za-z0-9!#$&^_.+-]+';
const mediaRange = new RegExp(`^${token}/(?:\\*|${token})$`);

/** Whether a text is a media type, or all of a kind: `image/png`, `image/*`. Parameters such as a charset are no part. */
export function isMediaRange(text: string): boolean {
  return mediaRange.test(text);
}
