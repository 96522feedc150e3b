import type { BootProblem } from '../errors/index.js';

/** What keeps a declaration from being described. `why` continues a sentence; `fix` is a sentence, both without a full stop. */
export interface Refusal {
  readonly kind: 'refusal';
  readonly why: string;
  readonly fix: string;
}

export function refuse(why: string, fix: string): Refusal {
  return { kind: 'refusal', why, fix };
}

export function isRefusal(value: { readonly kind: string } | Refusal): value is Refusal {
  return value.kind === 'refusal';
}

export function problemAt(where: string, { why, fix }: Refusal): BootProblem {
  return { where, problem: why, fix: `${fix}.` };
}
