import type { FormFieldNode, Ir, TypeNode } from '@mizan/protocol';
import { refsOf } from '@mizan/protocol';

import { withTypesOfForms } from './types-of-forms.js';

/** Forms and fields that are there twice, types that are told in two ways, and answers of types that are not there. */
export function findFormProblems(ir: Ir): readonly string[] {
  const { forms = [] } = ir;
  const all = new Map(withTypesOfForms(ir).map((type) => [type.name, type]));
  return [
    ...repeated(forms).map((name) => `Form ${show(name)} is declared twice.`),
    ...forms.flatMap((form) => [
      ...findRepeatedFields(form.fields, `form ${show(form.name)}`),
      ...form.types
        .filter((type) => !isSameType(type, all.get(type.name)))
        .map(({ name }) => `Type ${show(name)} of form ${show(form.name)} is another one elsewhere.`),
      ...[...(form.data === undefined ? [] : refsOf(form.data)), ...form.types.flatMap(refsOfType)]
        .filter((ref) => !all.has(ref))
        .map((ref) => `Form ${show(form.name)} refers to type ${show(ref)}, which is not there.`),
    ]),
  ];
}

function findRepeatedFields(fields: readonly FormFieldNode[], where: string): readonly string[] {
  return [
    ...repeated(fields).map((name) => `Field ${show(name)} of ${where} is declared twice.`),
    ...fields.flatMap((field) => findRepeatedFields(field.fields ?? [], where)),
  ];
}

function repeated(nodes: readonly { readonly name: string }[]): readonly string[] {
  const names = nodes.map(({ name }) => name);
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}

/** Descriptions do not count. */
function isSameType(a: TypeNode, b: TypeNode | undefined): boolean {
  return b !== undefined && textOf(a) === textOf(b);
}

function textOf(type: TypeNode): string {
  return JSON.stringify(type, (key, value: unknown) => (key === 'description' ? undefined : value));
}

function refsOfType(type: TypeNode): readonly string[] {
  return type.kind === 'alias' ? refsOf(type.shape) : type.fields.flatMap(({ shape }) => refsOf(shape));
}

function show(name: string): string {
  return JSON.stringify(name);
}
