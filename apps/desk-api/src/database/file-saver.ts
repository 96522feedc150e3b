import { rename, writeFile } from 'node:fs/promises';

/**
 * Saves one after the other, and each by renaming a finished file into place: two writes at once never mix,
 * and a process that dies while writing leaves the last whole state.
 */
export function createFileSaver(file: string): (content: Uint8Array) => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return (content) => {
    const save = async (): Promise<void> => {
      await writeFile(`${file}.new`, content);
      await rename(`${file}.new`, file);
    };
    last = last.then(save, save);
    return last;
  };
}
