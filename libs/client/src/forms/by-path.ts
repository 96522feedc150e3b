/** What is known by the path of a field. */
export type ByPath<Known> = Readonly<Record<string, Known>>;

/** Without what objects inherit: a field may be named `constructor`. */
export function byPath<Known>(known: ByPath<Known>): ByPath<Known> {
  // An object of no class has nothing that it would be typed by.
  return Object.assign(Object.create(null) as object, known);
}

/** The same by other paths; without what has none any more. */
export function rePath<Known>(
  all: ByPath<Known>,
  place: (path: string) => string | false | undefined,
): ByPath<Known> {
  const placed = Object.entries(all).flatMap(([path, known]) => {
    const found = place(path);
    return found ? [[found, known] as const] : [];
  });
  return byPath(Object.fromEntries(placed));
}
