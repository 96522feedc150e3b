/** A value that can scope a target or a context: what a query string can say, and null. */
export type ParamValue = string | number | boolean | null;

export type Params = Readonly<Record<string, ParamValue>>;

/** What a mutation made stale, as it stands in JSON (PROTOCOL 5 and 12). */
export type Target =
  string | { readonly context: string; readonly function?: string; readonly params?: Params };

/** A value that replaces or joins one slot of a cached bundle (PROTOCOL 6). */
export interface MergeEntry {
  readonly context: string;
  readonly slot: string;
  readonly value: unknown;
  readonly params?: Params;
}
