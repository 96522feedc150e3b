import { Busboy, type BusboyInstance } from '@fastify/busboy';
import { BadRequest, type MizanError, PayloadTooLarge } from '../errors/index.js';
import type { BodyPart } from './body-part.js';
import type { UploadSettings } from './upload-options.js';

/** Headers of one part, in bytes: names of fields and files stand in them. What is cut off is far beyond any name. */
const maxHeaderSize = 64 * 2 ** 10;

/** Of a name of a file as it is sent, in characters. */
const maxFileNameLength = 4096;

/** Parts that are no arguments cost something as well: those without a name, and those that no field takes. */
const maxOtherParts = 10_000;

/** What one part may be, and how many there may be. */
export type PartLimits = Pick<UploadSettings, 'maxFieldSize' | 'maxFields' | 'maxFiles'>;

/** Is told what comes of a body. */
export interface PartListener {
  readonly onPart: (part: BodyPart) => void;
  readonly onEnd: () => void;
  readonly onError: (error: MizanError) => void;
}

/**
 * A stream that takes a multipart body apart.
 * @throws BadRequest for a type that has no boundary
 */
export function createPartParser(
  contentType: string,
  limits: PartLimits,
  { onPart, onEnd, onError }: PartListener,
): BusboyInstance {
  const parser = open(contentType, limits);
  parser.on('field', (name: string | undefined, text: string, _isNameCut: boolean, isCut: boolean) =>
    onPart({ kind: 'text', name: name ?? '', text: withPlainEnds(text), isCut }),
  );
  parser.on('file', (name, stream, fileName: string | undefined, _encoding, type) => {
    // It fails when the body ends in the middle of it, whether or not somebody reads it yet.
    stream.on('error', ignore);
    if ((fileName?.length ?? 0) > maxFileNameLength)
      onError(new BadRequest('The name of a file is too long'));
    onPart({ kind: 'file', name: name ?? '', fileName, type, stream });
  });
  parser.on('partsLimit', () => onError(new PayloadTooLarge('The body has too many parts')));
  parser.on('finish', onEnd);
  parser.on('error', (cause) => onError(brokenBody(cause)));
  return parser;
}

/** Browsers end all lines of a text with CR and LF here, where they counted one character. */
function withPlainEnds(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

export function brokenBody(cause: unknown): BadRequest {
  return new BadRequest('The multipart body is broken', { cause });
}

function open(contentType: string, { maxFieldSize, maxFields, maxFiles }: PartLimits): BusboyInstance {
  try {
    return Busboy({
      headers: { 'content-type': contentType },
      preservePath: true,
      fileHwm: 64 * 2 ** 10,
      limits: {
        fieldSize: maxFieldSize,
        headerSize: maxHeaderSize,
        parts: maxFields + maxFiles + maxOtherParts,
      },
    });
  } catch (cause) {
    throw new BadRequest('The multipart body has no boundary', { cause });
  }
}

function ignore(): void {
  // The body as a whole tells.
}
