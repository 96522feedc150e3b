import { type FieldErrors, type FormField, valueAt } from '@mizan/client/forms';
import { Fragment, type ReactNode, useMemo, useState } from 'react';
import { type FieldHandlers, fieldProps, groupProps } from './field-props.js';
import { FieldView } from './field-view.js';
import { fieldLabel, fieldTexts } from './field-words.js';
import { formPart } from './form-part.js';
import type { Look } from './form-slots.js';
import { useRowKeys } from './use-row-keys.js';

/** The form that fields are of. Only `data` and `errors` change while it is filled in. */
export interface FieldsOfForm {
  readonly id: string;
  readonly data: unknown;
  readonly errors: FieldErrors;
  readonly handlers: FieldHandlers;
  readonly look: Look;
  readonly set: (path: string, value: unknown) => void;
}

/** @param prefix the path of the object that the fields are of, with a dot at the end */
export function fieldViews(fields: readonly FormField[], form: FieldsOfForm, prefix = ''): ReactNode {
  return fields.map((field) => {
    const name = prefix + field.name;
    if (isList(field)) return <ListView key={field.name} name={name} field={field} form={form} />;
    const { id, data, errors, handlers, look } = form;
    return (
      <FieldView
        key={field.name}
        id={`${id}-${name}`}
        name={name}
        field={field}
        value={valueAt(data, name)}
        error={errors[name]}
        handlers={handlers}
        look={look}
      />
    );
  });
}

function isList({ fields, multiple, widget }: FormField): boolean {
  return fields !== undefined || (multiple === true && widget !== 'file');
}

interface ListViewProps {
  readonly name: string;
  readonly field: FormField;
  readonly form: FieldsOfForm;
}

type FocusTarget = { focus(): void } | null;

/** A list: the fields of each object, or an input for each text, and buttons to add and remove one. */
function ListView({ name, field, form }: ListViewProps): ReactNode {
  const { look, set, errors } = form;
  const value = valueAt(form.data, name);
  const rows: readonly unknown[] = Array.isArray(value) ? value : [];
  const [keys, removeKey] = useRowKeys(rows.length);
  const [added, setAdded] = useState<number>();
  const [removals, setRemovals] = useState(0);
  // Another one with each removal, so that it is called anew.
  const adder = useMemo(
    () => (removals > 0 ? (button: FocusTarget) => button?.focus() : undefined),
    [removals],
  );
  const id = `${form.id}-${name}`;
  const error = errors[name];
  const of = { name, field };

  function add(): void {
    setAdded(rows.length);
    set(name, [...rows, field.fields ? {} : '']);
    for (const { name: inner, initial } of field.fields ?? [])
      if (initial !== undefined) set(`${name}.${rows.length}.${inner}`, initial);
  }

  function remove(index: number): void {
    removeKey(index);
    setAdded(undefined);
    set(name, rows.toSpliced(index, 1));
    setRemovals((count) => count + 1);
  }

  /** What is wrong with it, and its help, are those of the list. */
  function showItem(path: string, index: number): ReactNode {
    const item = { name: path, field: { ...field, helpText: '' } };
    const known = { ...item, id: `${form.id}-${path}`, value: rows[index], error: undefined };
    const label = `${field.label} ${index + 1}`;
    const props = {
      ...fieldProps(known, form.handlers, undefined),
      'aria-label': label,
      'aria-invalid': undefined,
      required: undefined,
    };
    return formPart(look, 'input', { ...item, props, radios: [] });
  }

  function showRow(index: number): ReactNode {
    const path = `${name}.${index}`;
    const row = { name: path, field: { ...field, helpText: '' } };
    const children = (
      <>
        {fieldTexts(look, `${form.id}-${path}`, row, errors[path])}
        {field.fields ? fieldViews(field.fields, form, `${path}.`) : showItem(path, index)}
      </>
    );
    const ref = index === added ? focusFirst : undefined;
    return formPart(look, 'row', { name: path, field, index, remove: () => remove(index), ref, children });
  }

  const children = (
    <>
      {fieldLabel(look, of, undefined)}
      {fieldTexts(look, id, of, error)}
      {keys.map((key, index) => (
        <Fragment key={key}>{showRow(index)}</Fragment>
      ))}
    </>
  );
  const group = groupProps({ id, name, field, value, error });
  return formPart(look, 'list', { ...of, group, add, adder, children });
}

/** Whoever adds a row goes on there. */
function focusFirst(row: HTMLElement | null): void {
  row?.querySelector<HTMLElement>('input, select, textarea')?.focus();
}
