import type { FormFieldNode, FormNode, Shape } from '@mizan/protocol';
import { withoutNull } from '@mizan/protocol';

import type { Data } from './browser-checks.js';

type Description = { readonly [name: string]: Data };

const widgets: ReadonlySet<string> = new Set(
  `text textarea email url tel password number checkbox select select-multiple radio date time datetime-local file
  hidden`.split(/\s+/),
);

/** What `formRef` is told of a form, but for its schema. What is as ever is left out. */
export function describeForm(form: FormNode): Description {
  const { name, title, subtitle, submitLabel, fields, formset } = form;
  return {
    name,
    title,
    ...(subtitle !== undefined && { subtitle }),
    submitLabel,
    ...(!form.liveValidation && { liveValidation: false }),
    ...(form.liveFormErrors && { liveFormErrors: true }),
    ...(form.refetchSchemaOnValidate && { refetchSchemaOnValidate: true }),
    ...(form.translated && { translated: true }),
    fields: describeFields(fields, { prefix: '' }),
    ...(formset !== undefined && {
      formset: {
        min: formset.min,
        max: formset.max,
        ...(formset.canDelete && { canDelete: true }),
        ...(formset.canOrder && { canOrder: true }),
      },
    }),
  };
}

/** Where fields are. */
interface Around {
  /** Of their names. */
  readonly prefix: string;
  /** Whether they are those of an object that need not be there: nobody has to fill them in. */
  readonly canBeLeftOut?: boolean;
  /** Whether the server says if they count: they are bound to nothing. */
  readonly isConditional?: boolean;
}

/** Objects show as their fields, by dots; lists of objects have theirs apart. */
function describeFields(fields: readonly FormFieldNode[], around: Around): readonly Description[] {
  return fields.flatMap((field) => {
    if (field.fields === undefined) return [describeField(field, around)];
    const isConditional = around.isConditional === true || field.conditional === true;
    if (withoutNull(field.shape).kind === 'list')
      return [
        {
          ...describeField(field, around),
          fields: describeFields(field.fields, { prefix: '', isConditional }),
        },
      ];
    const canBeLeftOut = around.canBeLeftOut === true || !field.required;
    return describeFields(field.fields, {
      prefix: `${around.prefix}${field.name}.`,
      canBeLeftOut,
      isConditional,
    });
  });
}

function describeField(
  field: FormFieldNode,
  { prefix, canBeLeftOut = false, isConditional = false }: Around,
): Description {
  const { name, label, widget, required, disabled, helpText, initial, choices, perRequest } = field;
  return {
    name: prefix + name,
    label,
    widget: widgets.has(widget) ? widget : 'text',
    ...(required && !canBeLeftOut && !isConditional && { required: true }),
    ...(disabled && { disabled: true }),
    ...(helpText !== undefined && { helpText }),
    ...(initial !== undefined && { initial }),
    ...(choices !== undefined && {
      choices: choices.map(({ value, label: text }) => ({ value, label: text })),
    }),
    ...(perRequest && { perRequest: true }),
    ...(isInstant(field) && { instant: true }),
    ...attributesOf(isConditional ? { ...field, constraints: [] } : field),
  };
}

/** Texts with a date and a time are what somebody types; dates are moments. */
function isInstant({ widget, constraints }: FormFieldNode): boolean {
  return widget === 'datetime-local' && constraints.some(({ name }) => name === 'isDate');
}

/** What an input element can keep to by itself. */
function attributesOf(field: FormFieldNode): Description {
  const core = withoutNull(field.shape);
  if (isUpload(core)) return describeUpload(core);
  if (isOneByOne(field)) return { multiple: true };
  if (core.kind !== 'primitive') return {};
  if (core.name === 'string') {
    return {
      ...boundOf('minLength', Math.max, numbersOf(field, { minLength: 0, minUnits: 0, isLength: 0 })),
      ...boundOf('maxLength', Math.min, numbersOf(field, { maxLength: 0, isLength: 1 }).map(toUnits)),
    };
  }
  if (field.widget !== 'number') return {};
  return {
    ...boundOf('min', Math.max, numbersOf(field, { min: 0 })),
    ...boundOf('max', Math.min, numbersOf(field, { max: 0 })),
    ...(core.name === 'number' && { step: 'any' }),
  };
}

/**
 * Inputs count units of UTF-16, and let nobody type more: so many as characters may have, with what chooses how they look.
 */
function toUnits(characters: number): number {
  return 3 * characters;
}

/** Of several bounds, all hold. */
function boundOf(
  name: string,
  choose: (...bounds: readonly number[]) => number,
  bounds: readonly number[],
): Description {
  return bounds.length === 0 ? {} : { [name]: choose(...bounds) };
}

/** The arguments of some constraints, each by its place. */
function numbersOf(
  { constraints }: FormFieldNode,
  places: Readonly<Record<string, number>>,
): readonly number[] {
  return constraints.flatMap(({ name, args, each }) => {
    const place = Object.hasOwn(places, name) && !each ? places[name] : undefined;
    const bound = place === undefined ? NaN : Number(args[place]);
    return Number.isFinite(bound) ? [bound] : [];
  });
}

/** Whether it is a list of which nobody chooses: each item has an input. */
function isOneByOne({ shape, widget, fields }: FormFieldNode): boolean {
  const core = withoutNull(shape);
  const isScalar = core.kind === 'list' && withoutNull(core.item).kind === 'primitive';
  return isScalar && fields === undefined && widget !== 'select-multiple' && widget !== 'hidden';
}

function isUpload(core: Shape): boolean {
  return core.kind === 'upload' || (core.kind === 'list' && withoutNull(core.item).kind === 'upload');
}

function describeUpload(shape: Shape): Description {
  if (shape.kind === 'list') return { ...describeUpload(withoutNull(shape.item)), multiple: true };
  if (shape.kind !== 'upload') return {};
  const { accept, maxSize } = shape;
  return {
    ...(accept !== undefined && { accept: accept.join(',') }),
    ...(maxSize !== undefined && { maxSize }),
  };
}
