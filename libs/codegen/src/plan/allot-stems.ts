/** Something that needs names in the generated code: all of them are made from one stem. */
export interface NameClaim {
  /** Tells claims apart, for example `function:close_ticket`. */
  readonly key: string;
  /** The stem that it would like. */
  readonly stem: string;
  /** The names that it needs, given a stem. */
  readonly names: (stem: string) => readonly string[];
}

/**
 * Gives each claim a stem with which none of its names is taken. Whoever comes first keeps the stem that it
 * wanted; the others get the lowest number from 2 on that is free, as in `Order2`. Nobody gets a numbered stem
 * that another claim has as its own.
 * @param claims in order of precedence, which must not depend on the order of the IR
 * @param reserved names that nobody gets
 * @returns finds the stem of a claim by its key
 */
export function allotStems(
  claims: readonly NameClaim[],
  reserved: ReadonlySet<string>,
): (key: string) => string {
  const taken = new Set(reserved);
  const stems = new Map<string, string>();
  const take = (claim: NameClaim, stem: string): boolean => {
    const names = claim.names(stem);
    if (names.some((name) => taken.has(name))) return false;
    for (const name of names) taken.add(name);
    stems.set(claim.key, stem);
    return true;
  };

  const refused = claims.filter((claim) => !take(claim, claim.stem));
  const next = new Map<string, number>();
  for (const claim of refused) {
    let number = next.get(claim.stem) ?? 2;
    while (!take(claim, `${claim.stem}${number}`)) number += 1;
    next.set(claim.stem, number);
  }
  return (key) => {
    const stem = stems.get(key);
    if (stem === undefined) throw new Error(`Nothing claimed a name as ${key}.`);
    return stem;
  };
}
