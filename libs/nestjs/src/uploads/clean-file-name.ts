/**
 * What no name of a file should hold on any system; and what is not seen, such as the marks that have the end of a name
 * read backwards.
 */
const unsafe = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}"*/:<>?\\|\ufffd]/gu;

/** Names of devices on Windows, whatever comes after a dot. */
const device = /^(?:con(?:in\$|out\$)?|prn|aux|nul|(?:com|lpt)[\d\u00b9\u00b2\u00b3])(?= *(?:\.|$))/i;

/** Bytes of a name that all common file systems take, with room for what an app puts before it. */
const maxBytes = 200;

/**
 * The name of a file as it was sent, without its folders and without what means something to a file system or a shell
 * of a person. It says what to call the file, never where to put it: two files may have one name.
 */
export function cleanFileName(sent: string | undefined): string {
  // As browsers write quotes and line breaks.
  const said = (sent ?? '').replace(/%(?:0A|0D|22)/gi, '_');
  const last = withinReason(said.split(/[/\\]/).at(-1) ?? '');
  const safe = last
    .normalize('NFC')
    .replace(unsafe, '_')
    .replace(/\s+/g, ' ')
    // A dot in front hides a file, or makes it one that a program looks for; Windows drops those at the end.
    .replace(/^[. ]+|[. ]+$/g, '');
  const named = device.test(safe) ? `_${safe}` : safe;
  return named === '' ? 'file' : cut(named);
}

/** Nothing of a longer one is kept, and it costs time to look at. */
function withinReason(name: string): string {
  return name.length > 1000 ? name.slice(0, 900) + name.slice(-100) : name;
}

/** Shortens what is before the extension. */
function cut(name: string): string {
  if (Buffer.byteLength(name) <= maxBytes) return name;
  const [extension = ''] = /\.[A-Za-z0-9]{1,16}$/.exec(name) ?? [];
  const room = maxBytes - extension.length;
  let stem = '';
  let bytes = 0;
  for (const character of name.slice(0, name.length - extension.length)) {
    bytes += Buffer.byteLength(character);
    if (bytes > room) break;
    stem += character;
  }
  return stem + extension;
}
