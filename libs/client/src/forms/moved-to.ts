/** Another value at a path. */
export interface Replacement {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * Where what was known by a path belongs, now that a list was put in the place of another: rows are the same objects
 * wherever they are moved. Undefined where the row is gone.
 */
export function movedTo(known: string, replacements: readonly Replacement[]): string | undefined {
  const found = replacements.find(({ path }) => known.startsWith(`${path}.`));
  if (!found || !Array.isArray(found.before)) return known;
  const before: readonly unknown[] = found.before;
  const after: readonly unknown[] = Array.isArray(found.after) ? found.after : [];
  const [at, ...rest] = known.slice(found.path.length + 1).split('.');
  const index = after.indexOf(before[Number(at)]);
  // Of a row that was made anew, there is one in its place.
  if (index < 0) return before.length === after.length ? known : undefined;
  return [found.path, index, ...rest].join('.');
}
