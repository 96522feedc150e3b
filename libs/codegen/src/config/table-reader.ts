import type { TomlPath } from './toml-scanner.js';

/** Something wrong in `mizan.toml`: where, what, and what would be right. */
export interface ConfigProblem {
  readonly path: TomlPath;
  readonly at: 'key' | 'value';
  readonly message: string;
}

/** Reads the keys of one table, collecting what is wrong in place of stopping. */
export class TableReader {
  private readonly known = new Set<string>();

  constructor(
    private readonly table: Readonly<Record<string, unknown>>,
    private readonly path: TomlPath,
    private readonly problems: ConfigProblem[],
  ) {}

  /** A text that is not empty. */
  string(key: string, example: string): string | undefined {
    const value = this.take(key);
    if (typeof value === 'string' && value.trim() !== '') return value;
    if (value !== undefined) this.wrong([key], `"${key}" must be a text, such as ${key} = "${example}".`);
    return undefined;
  }

  /**
   * A list of texts, at least one.
   * @param whenEmpty what to do about a list without any
   */
  strings(
    key: string,
    example: string,
    whenEmpty = `write ${key} = ${example}`,
  ): readonly string[] | undefined {
    const value = this.take(key);
    if (value === undefined) return undefined;
    if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) {
      this.wrong([key], `"${key}" must be a list of texts, such as ${key} = ${example}.`);
      return undefined;
    }
    if (value.length > 0) return value;
    this.wrong([key], `"${key}" is empty: ${whenEmpty}.`);
    return undefined;
  }

  /** A program and its arguments: a list, or a text that is split at spaces. */
  command(key: string, example: string): readonly string[] | undefined {
    if (typeof this.table[key] !== 'string') return this.strings(key, example);
    return this.string(key, example)?.trim().split(/\s+/);
  }

  /** A table whose values are all texts. */
  texts(key: string): Readonly<Record<string, string>> {
    const value = this.take(key);
    if (value === undefined) return {};
    if (!isTable(value)) {
      this.wrong([key], `"${key}" must be a table of texts, such as ${key} = { NODE_ENV = "test" }.`);
      return {};
    }
    const texts: [string, string][] = [];
    for (const [name, text] of Object.entries(value)) {
      if (typeof text === 'string') texts.push([name, text]);
      else this.wrong([key, name], `"${name}" must be a text: put it in quotes.`);
    }
    return Object.fromEntries(texts);
  }

  /** Another table. */
  inner(key: string): TableReader | undefined {
    const value = this.take(key);
    if (isTable(value)) return new TableReader(value, [...this.path, key], this.problems);
    if (value !== undefined)
      this.wrong([key], `"${key}" must be a table: [${[...this.path, key].join('.')}].`);
    return undefined;
  }

  /** Whether a key is there, with whatever value. */
  has(key: string): boolean {
    return this.take(key) !== undefined;
  }

  /** Notes that something must be added, if a key is not there. */
  require(key: string, example: string): void {
    if (this.has(key)) return;
    this.problems.push({ path: this.path, at: 'key', message: `"${key}" is missing: add ${example}.` });
  }

  /** Notes that the value at a path within this table is wrong. */
  wrong(path: TomlPath, message: string, at: ConfigProblem['at'] = 'value'): void {
    this.problems.push({ path: [...this.path, ...path], at, message });
  }

  /** Notes all keys that nothing has asked for. To be called last. */
  refuseUnknown(): void {
    const known = [...this.known].join(', ');
    for (const key of Object.keys(this.table)) {
      if (this.known.has(key)) continue;
      this.wrong([key], `There is no key "${key}" here; known are: ${known}.`, 'key');
    }
  }

  private take(key: string): unknown {
    this.known.add(key);
    return Object.hasOwn(this.table, key) ? this.table[key] : undefined;
  }
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
