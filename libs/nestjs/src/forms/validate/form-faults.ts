import { wholeForm } from '../declare/form-invalid.js';

/** What is wrong with a field, or with the form as a whole. */
export interface FormFault {
  /** For programs (PROTOCOL 11). */
  readonly code: string;
  /** In English, unless the app has words of its own. */
  readonly text: string;
  /** The constraint of class-validator that does not hold. */
  readonly constraint?: string | undefined;
  /** What it was told: bounds, a pattern. */
  readonly args?: readonly unknown[];
}

/** Whether an answer is about the field at this path. */
export type IsAsked = (path: string) => boolean;

/** An answer names so many fields at most, as one of a function does: a long list of nothing is no long answer. */
const maxFields = 100;

/** What is wrong with one submission: one fault a field, in declared order; those of the whole form come last. */
export class FormFaults {
  readonly #paths = new Set<string>();
  readonly #faults = new Map<string, FormFault[]>();
  readonly #silent = new Set<string>();

  get isEmpty(): boolean {
    return this.#faults.size === 0;
  }

  /** Says that there is such a field: the order of these is that of the answer. */
  visit(path: string): void {
    this.#paths.add(path);
  }

  /** Whatever is found wrong with a field from here on is not told: what it needs could not be sent. */
  silence(path: string): void {
    this.#silent.add(path);
  }

  /** Of several faults of a field, the first counts. */
  add(path: string, fault: FormFault): void {
    if (this.#silent.has(path)) return;
    const known = this.#faults.get(path);
    if (known === undefined) this.#faults.set(path, [fault]);
    else if (path === wholeForm) known.push(fault);
  }

  /** Whether a field, or something in it, is wrong. */
  touches(path: string): boolean {
    if (this.#faults.has(path)) return true;
    return [...this.#faults.keys()].some((wrong) => wrong.startsWith(`${path}.`));
  }

  /** Forgets what is wrong inside of these fields: nobody wants to know it. */
  forgetWithin(paths: ReadonlySet<string>): void {
    if (paths.size === 0) return;
    for (const wrong of this.#faults.keys()) {
      if (outerPaths(wrong).some((path) => paths.has(path))) this.#faults.delete(wrong);
    }
  }

  has(path: string): boolean {
    return this.#faults.has(path);
  }

  /** In the order of the answer. */
  list(isAsked: IsAsked): readonly (readonly [path: string, faults: readonly FormFault[]])[] {
    const others = [...this.#faults.keys()].filter((path) => !this.#paths.has(path));
    const found = [...this.#paths, ...others].flatMap((path) => {
      const faults = path === wholeForm ? undefined : this.#faults.get(path);
      return faults === undefined || !isAsked(path) ? [] : [[path, faults] as const];
    });
    const whole = this.#faults.get(wholeForm);
    return [...found.slice(0, maxFields), ...(whole === undefined ? [] : [[wholeForm, whole] as const])];
  }
}

/** The fields around one: of `lines.0.sku`, `lines` and `lines.0`. */
function outerPaths(path: string): readonly string[] {
  const parts = path.split('.');
  return parts.slice(1).map((_part, index) => parts.slice(0, index + 1).join('.'));
}
