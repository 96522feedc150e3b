import { parse } from 'smol-toml';

/** The way to a value: keys of tables, indexes of arrays. */
export type TomlPath = readonly (string | number)[];

/** Offsets in the text, in UTF-16 units: of a key (or an element), and of the value after it. */
export interface TomlOffsets {
  readonly key: number;
  readonly value: number;
}

const BLANK = /(?:\s|#.*)*/y;
const INLINE_BLANK = /[ \t]*/y;
const KEY_PART = /[A-Za-z0-9_-]+|"(?:\\.|[^"\\])*"|'[^']*'/y;
const STRING = /"""(?:\\[^]|(?!""")[^])*"""+|'''(?:(?!''')[^])*'''+|"(?:\\.|[^"\\])*"|'[^']*'/y;
const BARE_VALUE = /[^,\]}#\n]*/y;

/** One pass over a valid TOML text that notes where every key and every element of an array stands. */
export class TomlScanner {
  private readonly found = new Map<string, TomlOffsets>();
  private at = 0;

  constructor(private readonly text: string) {}

  /** @returns offsets by path; a path's key is its JSON. Elements of an array of tables all count as their array. */
  scan(): ReadonlyMap<string, TomlOffsets> {
    let table: TomlPath = [];
    for (this.take(BLANK); this.at < this.text.length; this.take(BLANK)) {
      const start = this.at;
      if (this.take(/\[{1,2}/y) === '') this.takePair(table);
      else {
        table = this.takeKey([]);
        this.take(/\]{1,2}/y);
      }
      if (this.at === start) break; // Not TOML after all: what was found still helps.
    }
    return this.found;
  }

  private take(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const [taken = ''] = pattern.exec(this.text) ?? [];
    this.at += taken.length;
    return taken;
  }

  private takeKey(table: TomlPath): TomlPath {
    let path = table;
    do {
      this.take(INLINE_BLANK);
      const key = this.at;
      path = [...path, toKey(this.take(KEY_PART))];
      this.note(path, { key, value: key });
      this.take(INLINE_BLANK);
    } while (this.take(/\./y) !== '');
    return path;
  }

  private takePair(table: TomlPath): void {
    const path = this.takeKey(table);
    this.take(/=[ \t]*/y);
    const noted = this.found.get(JSON.stringify(path));
    if (noted !== undefined) this.found.set(JSON.stringify(path), { ...noted, value: this.at });
    this.takeValue(path);
  }

  private takeValue(path: TomlPath): void {
    if (this.take(STRING) !== '') return;
    if (this.take(/\[/y) !== '') this.takeElements((index) => this.takeElement([...path, index]));
    else if (this.take(/\{/y) !== '') this.takeElements(() => this.takePair(path));
    else this.take(BARE_VALUE);
  }

  private takeElement(path: TomlPath): void {
    this.note(path, { key: this.at, value: this.at });
    this.takeValue(path);
  }

  private takeElements(takeOne: (index: number) => void): void {
    for (let index = 0; this.at < this.text.length; index += 1) {
      this.take(BLANK);
      if (this.take(/[\]}]/y) !== '') return;
      takeOne(index);
      this.take(BLANK);
      this.take(/,/y);
    }
  }

  /** A table may be opened several times: the first place counts. */
  private note(path: TomlPath, offsets: TomlOffsets): void {
    const id = JSON.stringify(path);
    if (!this.found.has(id)) this.found.set(id, offsets);
  }
}

/** A key as it is meant, without quotes and escapes. */
function toKey(source: string): string {
  if (source.startsWith("'")) return source.slice(1, -1);
  return source.startsWith('"') ? (Object.keys(parse(`${source}=0`))[0] ?? source) : source;
}
