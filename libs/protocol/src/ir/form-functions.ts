import type { FormRole, FunctionDeclaration, StructDeclaration } from './graph.js';
import type { DefaultValue, Field, Shape } from './ir.js';

const text: Shape = { kind: 'primitive', name: 'string' };
const flag: Shape = { kind: 'primitive', name: 'boolean' };
const count: Shape = { kind: 'primitive', name: 'integer' };
const ref = (name: string): Shape => ({ kind: 'ref', name });
const list = (item: Shape): Shape => ({ kind: 'list', item });
const nullable = (item: Shape): Shape => ({ kind: 'optional', item });

// Open data is a text in these types (PROTOCOL 11): the form's node says what it is.
const openData = text;

function required(name: string, shape: Shape): Field {
  return { name, shape, required: true };
}

function optional(name: string, shape: Shape, initial?: DefaultValue): Field {
  return { name, shape, required: false, ...(initial !== undefined && { default: initial }) };
}

const struct = (...fields: readonly Field[]): StructDeclaration => ({ fields });

/**
 * The structs that the functions of forms answer with, by name (PROTOCOL 11). Those with a dot are only ever copied
 * under the names of functions, so that no class can be called the same.
 */
export const formTypes: Readonly<Record<string, StructDeclaration>> = {
  FieldChoice: struct(required('value', text), required('label', text)),
  FieldError: struct(required('message', text), required('code', nullable(text))),
  FieldErrorList: struct(required('field', text), required('errors', list(ref('FieldError')))),
  FieldSchema: struct(
    ...['name', 'label', 'type', 'widget'].map((name) => required(name, text)),
    ...['required', 'disabled'].map((name) => required(name, flag)),
    required('help_text', text),
    required('initial', openData),
    required('max_length', nullable(count)),
    required('min_length', nullable(count)),
    required('choices', nullable(list(ref('FieldChoice')))),
  ),
  FormMeta: struct(
    optional('refetch_schema_on_validate', flag, false),
    optional('live_validation', flag, true),
    optional('live_form_errors', flag, false),
  ),
  FormSchema: struct(
    required('name', text),
    required('title', text),
    required('subtitle', nullable(text)),
    required('submit_label', text),
    required('fields', list(ref('FieldSchema'))),
    optional('meta', ref('FormMeta')),
  ),
  FormValidation: struct(required('errors', list(ref('FieldErrorList')))),
  'form.submission': struct(required('success', flag), optional('data', nullable(openData))),
  'formset.schema': struct(
    required('forms', list(ref('FormSchema'))),
    required('min_num', count),
    required('max_num', count),
    required('can_delete', flag),
    required('can_order', flag),
  ),
  'formset.validation': struct(
    required('general', list(text)),
    required('per_form', list(ref('FormValidation'))),
  ),
  'formset.submission': struct(required('success', flag)),
};

const declarations: Readonly<Record<FormRole, Pick<FunctionDeclaration, 'input' | 'output'>>> = {
  schema: { input: [optional('data', openData)], output: ref('FormSchema') },
  validate: { input: [required('data', openData)], output: ref('FormValidation') },
  submit: { output: ref('form.submission') },
  formset_schema: { input: [optional('forms', list(openData))], output: ref('formset.schema') },
  formset_validate: { input: [required('forms', list(openData))], output: ref('formset.validation') },
  formset_submit: { input: [required('forms', list(openData))], output: ref('formset.submission') },
};

/** The parts that a form has as functions, in declared order. */
export function formRoles(hasFormset: boolean): readonly FormRole[] {
  const roles: readonly FormRole[] = ['schema', 'validate', 'submit'];
  return hasFormset ? [...roles, 'formset_schema', 'formset_validate', 'formset_submit'] : roles;
}

/** The wire name of one part of a form: `contact.validate`, `order_line.formset.submit` (PROTOCOL 11). */
export function formFunctionName(form: string, role: FormRole): string {
  return `${form}.${role.replace('_', '.')}`;
}

/** What the graph says of one part of a form, apart from what this form in particular does. */
export function declareFormFunction(form: string, role: FormRole): FunctionDeclaration {
  return { name: formFunctionName(form, role), ...declarations[role], form: { name: form, role } };
}
