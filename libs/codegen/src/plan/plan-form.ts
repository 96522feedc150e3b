import type { FormFieldNode, FormNode, Shape } from '@mizan/protocol';
import { refsOf, withoutNull } from '@mizan/protocol';

import type { PlannedForm, PlannedProperty, TypeExpression } from './client-plan.js';
import { describeForm } from './describe-form.js';
import type { NameIndex } from './name-index.js';
import { planFields } from './plan-field.js';
import { orNull, type PlanShape, shapePlanner, wordOfPrimitive } from './plan-shape.js';

/** The names, types and checks of one form. */
export function planForm(form: FormNode, names: NameIndex): PlannedForm {
  const planOutput = shapePlanner((ref) => names.typeName(ref, 'output'));
  return {
    ...names.formNames(form.name),
    wireName: form.name,
    input: form.fields.map(inputProperty),
    values: form.fields.filter(isTaken).map(valueProperty),
    data: form.data === undefined ? { kind: 'word', word: 'null' } : planOutput(form.data),
    schema: planFields(form.fields),
    description: describeForm(form),
    hasFiles: form.fields.some(hasFiles),
    isServed: form.translated === true || form.refetchSchemaOnValidate || form.fields.some(isPerRequest),
    isFormset: form.formset !== undefined,
  };
}

function isTaken({ disabled }: FormFieldNode): boolean {
  return !disabled;
}

function hasFiles({ shape, fields = [] }: FormFieldNode): boolean {
  return coreOf(shape).kind === 'upload' || fields.some(hasFiles);
}

function isPerRequest({ perRequest, fields = [] }: FormFieldNode): boolean {
  return perRequest || fields.some(isPerRequest);
}

/** Nothing is filled in at first, so each may be missing; and a record that is edited has null for what it has not. */
function inputProperty(field: FormFieldNode): PlannedProperty {
  const type = typeOf(field, inputOfShape(field.shape, field.widget), inputProperty);
  return {
    name: field.name,
    optional: true,
    type: field.required && field.shape.kind !== 'optional' ? type : orNull(type),
    description: field.label,
  };
}

function valueProperty(field: FormFieldNode): PlannedProperty {
  return {
    name: field.name,
    optional: !field.required,
    type:
      field.fields === undefined
        ? valueOfShape(field.shape)
        : withNull(field.shape, typeOf(field, { kind: 'word', word: 'unknown' }, valueProperty)),
    description: field.label,
  };
}

function withNull(shape: Shape, type: TypeExpression): TypeExpression {
  return shape.kind === 'optional' ? orNull(type) : type;
}

/** Objects are spelled out by their fields; lists of them, too. */
function typeOf(
  { shape, fields }: FormFieldNode,
  scalar: TypeExpression,
  planMember: (field: FormFieldNode) => PlannedProperty,
): TypeExpression {
  if (fields === undefined) return scalar;
  const item: TypeExpression = { kind: 'object', properties: fields.filter(isTaken).map(planMember) };
  return withoutNull(shape).kind === 'list' ? { kind: 'list', item } : item;
}

/** What an input holds: texts, also of dates and numbers; boxes say yes or no. */
function inputOfShape(shape: Shape, widget: string): TypeExpression {
  const core = withoutNull(shape);
  if (core.kind === 'list') return { kind: 'list', item: inputOfShape(core.item, widget) };
  if (core.kind === 'upload') return { kind: 'word', word: 'Blob' };
  if (core.kind === 'enum') return { kind: 'word', word: 'string' };
  if (core.kind !== 'primitive') return { kind: 'word', word: 'unknown' };
  const own: TypeExpression = { kind: 'word', word: wordOfPrimitive[core.name] };
  const isText = core.name === 'string' || core.name === 'json';
  if (isText || (core.name === 'boolean' && widget === 'checkbox')) return own;
  return { kind: 'union', members: [{ kind: 'word', word: 'string' }, own] };
}

const planScalars: PlanShape = shapePlanner(() => {
  throw new Error('A type was asked for that is not spelled out.');
});

/** Types that are not spelled out, such as those that contain themselves, are open data to a form. */
function valueOfShape(shape: Shape): TypeExpression {
  return refsOf(shape).length === 0 ? planScalars(shape) : { kind: 'word', word: 'unknown' };
}

function coreOf(shape: Shape): Shape {
  const core = withoutNull(shape);
  return core.kind === 'list' ? coreOf(core.item) : core;
}
