import type { FunctionDeclaration } from './graph.js';
import type { Field, Shape } from './ir.js';

/** What a call of a function brings, by name: of a submission, the fields of the form. */
export function argumentsOf({ input = [], form }: FunctionDeclaration): readonly Field[] {
  return form === undefined ? input : (form.fields ?? []);
}

/** What a call of a function comes to: of a submission, its `data`; undefined where there is nothing to merge. */
export function resultOf({ output, form }: FunctionDeclaration): Shape | undefined {
  return form === undefined ? output : form.data;
}
