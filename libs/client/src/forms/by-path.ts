/** What is known by the path of a field. */
export type ByPath<Known> = Readonly<Record<string, Known>>;

/** Without what objects inherit: a field may be named `constructor`. */
export function byPath<Known>(entries: Iterable<readonly [path: string, known: Known]>): ByPath<Known> {
  // An object of no class has nothing that it would be typed by.
  return Object.assign(Object.create(null) as object, Object.fromEntries(entries));
}

/** The same by other paths; without what has none any more. */
export function rePath<Known>(
  all: ByPath<Known>,
  place: (path: string) => string | false | undefined,
): ByPath<Known> {
  return byPath(
    Object.entries(all).flatMap(([path, known]) => {
      const found = place(path);
      return typeof found === 'string' ? [[found, known] as const] : [];
    }),
  );
}
