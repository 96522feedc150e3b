import type { FormConstraint, FormFieldNode, FormNode } from '../ir/form-node.js';
import type { DefaultValue, Shape, TypeNode } from '../ir/ir.js';
import { node, quote, type PrintNode } from './kdl-node.js';
import { printNumber } from './kdl-number.js';

/** How the parts of a form print that are not its own. */
export interface FormParts {
  readonly type: (type: TypeNode) => PrintNode;
  readonly shape: (shape: Shape) => PrintNode;
}

/** `form "contact" { … }` (PROTOCOL 13). */
export function printForm(form: FormNode, parts: FormParts): PrintNode {
  const { formset } = form;
  return node(
    'form',
    [quote(form.name)],
    [
      text('title', form.title),
      ...optionalText('subtitle', form.subtitle),
      text('submit-label', form.submitLabel),
      node('live-validation', [flag(form.liveValidation)]),
      node('live-form-errors', [flag(form.liveFormErrors)]),
      node('refetch-schema-on-validate', [flag(form.refetchSchemaOnValidate)]),
      ...(form.translated ? [node('translated', [flag(true)])] : []),
      ...form.types.map(parts.type),
      ...form.fields.map((field) => printField(field, parts)),
      ...(form.data === undefined ? [] : [node('data', [], [parts.shape(form.data)])]),
      ...(formset === undefined
        ? []
        : [
            withProps(node('formset'), {
              min: String(formset.min),
              max: String(formset.max),
              'can-delete': flag(formset.canDelete),
              'can-order': flag(formset.canOrder),
            }),
          ]),
    ],
  );
}

function printField(field: FormFieldNode, parts: FormParts): PrintNode {
  const { initial } = field;
  const children = [
    text('label', field.label),
    text('widget', field.widget),
    ...optionalText('help-text', field.helpText),
    ...(field.disabled ? [node('disabled', [flag(true)])] : []),
    ...(initial === undefined ? [] : [node('initial', [printInitial(initial, field.shape)])]),
    ...(field.choices ?? []).map(({ value, label }) => node('choice', [quote(value), quote(label)])),
    ...(field.perRequest ? [node('per-request', [flag(true)])] : []),
    ...(field.conditional ? [node('conditional', [flag(true)])] : []),
    ...field.constraints.map(printConstraint),
    parts.shape(field.shape),
    ...(field.fields ?? []).map((inner) => printField(inner, parts)),
  ];
  return withProps(
    node('field', [quote(field.name)], children),
    field.required ? {} : { required: flag(false) },
  );
}

function printConstraint({ name, code, args, each, message }: FormConstraint): PrintNode {
  return withProps(node('constraint', [name, ...args].map(quote)), {
    code: quote(code),
    ...(each && { each: flag(true) }),
    ...(message !== undefined && { message: quote(message) }),
  });
}

function printInitial(initial: DefaultValue, shape: Shape): string {
  if (typeof initial === 'string') return quote(initial);
  return typeof initial === 'boolean' ? flag(initial) : printNumber(initial, shape);
}

function withProps(print: PrintNode, props: Readonly<Record<string, string>>): PrintNode {
  return { ...print, props: Object.entries(props) };
}

function optionalText(name: string, value: string | undefined): PrintNode[] {
  return value === undefined ? [] : [text(name, value)];
}

function text(name: string, value: string): PrintNode {
  return node(name, [quote(value)]);
}

function flag(value: boolean): string {
  return value ? '#true' : '#false';
}
