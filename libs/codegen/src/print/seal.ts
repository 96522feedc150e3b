import { createHash } from 'node:crypto';

const SEAL = /^\/\/ (\S+), written by mizan-generate; do not edit\. ([0-9a-f]{16})\n/;

/**
 * Puts the head on a generated file. Its first line names the file and holds a digest of the rest: what proves,
 * later, that a file is ours and as we left it.
 */
export function sealFile(fileName: string, body: string): string {
  const rest = `/* eslint-disable */\n\n${body}`;
  return `// ${fileName}, written by mizan-generate; do not edit. ${digest(fileName, rest)}\n${rest}`;
}

/**
 * - `intact`: ours, and nobody has changed it.
 * - `changed`: begins as ours do, but has been edited, formatted, renamed or copied since.
 * - `foreign`: not ours.
 */
export type Provenance = 'intact' | 'changed' | 'foreign';

/** Whose a file is. Line endings do not matter, since git may change them. */
export function provenanceOf(fileName: string, text: string): Provenance {
  const unified = text.replace(/\r\n/g, '\n');
  const seal = SEAL.exec(unified);
  if (seal === null) return 'foreign';
  const [line, sealedName, sealedDigest] = seal;
  const intact = sealedName === fileName && sealedDigest === digest(fileName, unified.slice(line.length));
  return intact ? 'intact' : 'changed';
}

function digest(fileName: string, rest: string): string {
  return createHash('sha256').update(`${fileName}\n${rest}`).digest('hex').slice(0, 16);
}
