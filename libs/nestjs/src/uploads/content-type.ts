/** What is known of the media type of a file. */
export interface ContentType {
  /** By content where it can be told, else what was sent. */
  readonly type: string;
  /** Whether the content shows it; else it is a word of the sender that nothing speaks against. */
  readonly isShown: boolean;
}

/** Bytes at the start of a file that are looked at: beyond them, containers such as documents say what they are. */
export const bytesToLookAt = 16 * 2 ** 10;

const unknownType = 'application/octet-stream';

/** Other names of types that the content shows. */
const aliases: ReadonlyMap<string, string> = new Map([
  ['application/x-zip-compressed', 'application/zip'],
  ['application/x-pdf', 'application/pdf'],
  ['audio/mp3', 'audio/mpeg'],
  ['audio/wave', 'audio/wav'],
  ['audio/x-wav', 'audio/wav'],
  ['image/jpg', 'image/jpeg'],
  ['image/pjpeg', 'image/jpeg'],
  ['image/vnd.microsoft.icon', 'image/x-icon'],
  ['image/x-png', 'image/png'],
  ['text/xml', 'application/xml'],
  ['video/x-msvideo', 'video/vnd.avi'],
]);

/** A media type without parameters, by the name that the content would show; undefined for what is none. */
function readMediaType(text: string): string | undefined {
  const essence = text.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (!/^[\w.+-]{1,100}\/[\w.+-]{1,100}$/.test(essence)) return undefined;
  return aliases.get(essence) ?? essence;
}

/**
 * Finds out what a file is.
 *
 * @param start its first bytes, up to {@link bytesToLookAt}
 * @param sent the type that it came with
 */
export async function findContentType(start: Uint8Array, sent: string | undefined): Promise<ContentType> {
  const said = readMediaType(sent ?? '') ?? unknownType;
  const shown = await findShownType(start);
  if (shown !== undefined) {
    if (shown !== said && isText(said) && !readAsDocument.has(shown) && isPlainText(start))
      return { type: said, isShown: false };
    return isKindOf(said, shown) ? { type: said, isShown: false } : { type: shown, isShown: true };
  }
  const { supportedMimeTypes } = await loadFileType();
  const isDenied = isText(said)
    ? start.includes(0)
    : [...supportedMimeTypes].some((type) => readMediaType(type) === said);
  return { type: isDenied ? unknownType : said, isShown: false };
}

/** Loaded with the first file: it is a module that Jest has to be told of, and most apps take no files. */
function loadFileType() {
  return import('file-type/core');
}

async function findShownType(start: Uint8Array): Promise<string | undefined> {
  const { fileTypeFromBuffer } = await loadFileType();
  const found = (await fileTypeFromBuffer(start))?.mime ?? typeOfTiff(start);
  if (found === undefined || (found === 'image/bmp' && !isBitmap(start))) return undefined;
  return readMediaType(found) ?? unknownType;
}

/** Texts by their bytes, which programs open as documents. */
const readAsDocument: ReadonlySet<string> = new Set([
  'application/eps',
  'application/pdf',
  'application/postscript',
  'application/rtf',
]);

/** `BM` are two letters that texts begin with too; a picture says next to them how long its header is. */
function isBitmap(start: Uint8Array): boolean {
  const { buffer, byteOffset, length } = start;
  if (length < 18) return false;
  return [12, 16, 40, 52, 56, 64, 108, 124].includes(new DataView(buffer, byteOffset).getUint32(14, true));
}

/** The few letters that some formats begin with may begin a text, which holds none of the bytes that follow them there. */
function isPlainText(start: Uint8Array): boolean {
  return start.every((byte) => (byte >= 0x20 && byte !== 0x7f) || (byte >= 0x09 && byte <= 0x0d));
}

/** Nothing need show that a text is of its type, even where something might. */
function isText(type: string): boolean {
  return type.startsWith('text/') || /[/+](?:json|xml|javascript|yaml)$/.test(type);
}

/** A type that looks as another one: the content shows the other one, and the sender knows more. */
function isKindOf(said: string, shown: string): boolean {
  if (shown === 'application/xml') return said.endsWith('+xml');
  if (shown === 'application/x-cfb')
    return /^application\/(?:msword|vnd\.ms-(?:excel|powerpoint|project|works)|x-msi)$/.test(said);
  // Where the part that tells is at the end, as some programs write documents.
  if (shown === 'application/zip')
    return /^application\/(?:epub\+zip$|java-archive$|vnd\.(?:oasis\.opendocument|openxmlformats-officedocument|ms-(?:excel|powerpoint|word))\.)/.test(
      said,
    );
  return false;
}

/** Most have their directory at the end, without which file-type does not say what they are. */
function typeOfTiff(start: Uint8Array): string | undefined {
  const magic = Buffer.from(start.subarray(0, 4)).toString('latin1');
  return magic === 'II*\0' || magic === 'MM\0*' ? 'image/tiff' : undefined;
}

/**
 * Whether a type is one that is accepted. `image/*` accepts what the content shows to be an image, and all of `text/*`,
 * which no content shows, what is said to be: an SVG may hold scripts, and has to be named.
 */
export function isAccepted({ type, isShown }: ContentType, accept: readonly string[]): boolean {
  return accept.some((pattern) => {
    const wanted = pattern.trim().toLowerCase();
    if (wanted === '*/*') return true;
    if (!wanted.endsWith('/*')) return readMediaType(wanted) === type;
    return type.startsWith(wanted.slice(0, -1)) && (isShown || wanted === 'text/*');
  });
}
