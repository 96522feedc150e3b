import { TomlScanner, type TomlPath } from './toml-scanner.js';

/** A place in a text; both count from 1, columns in UTF-16 units. */
interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/** Where a key stands, and where its value begins. */
export interface TomlLocation {
  readonly key: TextPosition;
  readonly value: TextPosition;
}

/** Finds keys and values in a valid TOML text, which the parser does not tell. */
export function locateToml(text: string): (path: TomlPath) => TomlLocation | undefined {
  const found = new TomlScanner(text).scan();
  return (path) => {
    const offsets = found.get(JSON.stringify(path));
    return offsets && { key: positionAt(text, offsets.key), value: positionAt(text, offsets.value) };
  };
}

function positionAt(text: string, offset: number): TextPosition {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}
