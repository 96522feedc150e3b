import type { FormsetNode } from '@mizan/protocol';
import type { CompiledForm } from '../compile/compiled-form.js';
import { compileCoercion } from '../compile/coerce-value.js';
import { FormFaults } from '../validate/form-faults.js';
import type { FormRun } from '../validate/form-run.js';
import { type FormVerdict, validateForm } from '../validate/validate-form.js';
import { rowMembers } from './row-members.js';

/** What one row came to: to be deleted, or as a form of its own. */
export type RowVerdict = { readonly kind: 'deleted' } | FormVerdict;

/** What the rows of a formset came to. */
export interface RowsVerdict {
  /** What is wrong with all of them together. */
  readonly general: readonly {
    readonly code: string;
    readonly text: string;
    readonly args: readonly unknown[];
  }[];
  readonly rows: readonly RowVerdict[];
  /** The order in which they are to be handled, by index. */
  readonly order: readonly number[];
}

/**
 * Checks rows one after the other. Of too many, none is looked at. Those that are to be deleted leave their place to
 * others; there can be as many of them as there were at most.
 */
export async function validateRows(
  form: CompiledForm,
  runs: readonly FormRun[],
  { min, max, canDelete, canOrder }: FormsetNode,
): Promise<RowsVerdict> {
  const isDeleted = ({ call }: FormRun) => canDelete && toBoolean(call.data[rowMembers.deleted]) === true;
  const count = runs.filter((run) => !isDeleted(run)).length;
  if (count > max || runs.length - count > max) {
    const rows = runs.map(() => ({ kind: 'refused', faults: new FormFaults() }) as const);
    return { general: [tooMany(max)], rows, order: [] };
  }
  const rows: RowVerdict[] = [];
  for (const run of runs)
    rows.push(isDeleted(run) ? { kind: 'deleted' } : await validateForm(form, run.call.data, run));
  const order = runs.map((_run, index) => index);
  if (canOrder) order.sort((a, b) => placeOf(runs[a]) - placeOf(runs[b]));
  return { general: count < min ? [tooFew(min)] : [], rows, order };
}

export function isValid({ general, rows }: RowsVerdict): boolean {
  return general.length === 0 && rows.every(({ kind }) => kind !== 'refused');
}

/** What is wrong with a row; undefined when that is nothing. */
export function faultsOf(verdict: RowVerdict): FormFaults | undefined {
  return verdict.kind === 'refused' ? verdict.faults : undefined;
}

const toBoolean = compileCoercion({ kind: 'primitive', name: 'boolean' });
const toNumber = compileCoercion({ kind: 'primitive', name: 'number' });

/** Rows that do not say it come last, as they stand. */
function placeOf(run: FormRun | undefined): number {
  const place = toNumber(run?.call.data[rowMembers.order]);
  return typeof place === 'number' && Number.isFinite(place) ? place : Number.MAX_VALUE;
}

function tooFew(min: number) {
  return { code: 'min_length', text: `Fill in at least ${min}.`, args: [min] };
}

function tooMany(max: number) {
  return { code: 'max_length', text: `Fill in at most ${max}.`, args: [max] };
}
