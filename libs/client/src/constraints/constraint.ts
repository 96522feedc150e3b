/** What a value has to fulfil. */
export interface Constraint {
  /** As class-validator calls it: `maxLength`. */
  readonly name: string;
  /** Of the error (PROTOCOL 11). */
  readonly code: string;
  /** What is said when it does not hold. */
  readonly message: string;
  /** What it was told: `[80]`. */
  readonly args: readonly unknown[];
  readonly holds: (value: unknown) => boolean;
}

/** A constraint by what is said when it does not hold, and by its arguments. */
export type MakeConstraint<Args extends readonly unknown[]> = (message: string, ...args: Args) => Constraint;

export function constraint<Args extends readonly unknown[]>(
  name: string,
  code: string,
  holds: (value: unknown, ...args: Args) => boolean,
): MakeConstraint<Args> {
  return (message, ...args) => ({ name, code, message, args, holds: (value) => holds(value, ...args) });
}

/** A constraint that goes by another name, code or arguments. */
export function known(
  as: Partial<Pick<Constraint, 'name' | 'code' | 'args'>>,
  other: Constraint,
): Constraint {
  return { ...other, ...as };
}

/** A constraint on each item of a list; what is no list is one. */
export function each(item: Constraint): Constraint {
  return {
    ...item,
    holds: (value) => (Array.isArray(value) ? value.every((one) => item.holds(one)) : item.holds(value)),
  };
}
