import { Busboy, type BusboyInstance } from '@fastify/busboy';
import { BadRequest } from '../errors/index.js';
import type { BodyPart } from './body-part.js';
import type { UploadSettings } from './upload-options.js';

/** Headers of one part, in bytes: names of fields and files stand in them. */
const maxHeaderSize = 8 * 2 ** 10;

/** Is told what comes of a body. */
export interface PartListener {
  readonly onPart: (part: BodyPart) => void;
  readonly onEnd: () => void;
  readonly onError: (error: BadRequest) => void;
}

/**
 * A stream that takes a multipart body apart.
 * @throws BadRequest for a type that has no boundary
 */
export function createPartParser(
  contentType: string,
  { maxFieldSize }: Pick<UploadSettings, 'maxFieldSize'>,
  { onPart, onEnd, onError }: PartListener,
): BusboyInstance {
  const parser = open(contentType, maxFieldSize);
  parser.on('field', (name: string | undefined, text: string, _isNameCut: boolean, isCut: boolean) =>
    onPart({ kind: 'text', name: name ?? '', text: withPlainEnds(text), isCut }),
  );
  parser.on('file', (name, stream, fileName: string | undefined, _encoding, type) => {
    // It fails when the body ends in the middle of it, whether or not somebody reads it yet.
    stream.on('error', ignore);
    onPart({ kind: 'file', name: name ?? '', fileName, type, stream });
  });
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

function open(contentType: string, maxFieldSize: number): BusboyInstance {
  try {
    return Busboy({
      headers: { 'content-type': contentType },
      preservePath: true,
      fileHwm: 64 * 2 ** 10,
      limits: { fieldSize: maxFieldSize, headerSize: maxHeaderSize, headerPairs: 20 },
    });
  } catch (cause) {
    throw new BadRequest('The multipart body has no boundary', { cause });
  }
}

function ignore(): void {
  // The body as a whole tells.
}
