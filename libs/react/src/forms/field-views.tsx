import { type FieldErrors, type FormField, valueAt } from '@mizan/client/forms';
import { Fragment, type ReactNode, useMemo, useState } from 'react';
import { type FieldHandlers, fieldProps, groupProps } from './field-props.js';
import { FieldView } from './field-view.js';
import { fieldLabel, fieldTexts } from './field-words.js';
import { formPart } from './form-part.js';
import type { Look } from './form-slots.js';
import { type ListRow, useListRows } from './use-list-rows.js';

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
  const { rows, add } = useListRows({ name, field, data: form.data, set });
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

  function addOne(): void {
    setAdded(rows.length);
    add();
  }

  /** What is wrong with it, and its help, are those of the list. */
  function showItem(path: string, index: number): ReactNode {
    const item = { name: path, field: { ...field, helpText: '' } };
    const known = { ...item, id: `${form.id}-${path}`, value: valueAt(form.data, path), error: undefined };
    const label = `${field.label} ${index + 1}`;
    const props = {
      ...fieldProps(known, form.handlers, undefined),
      'aria-label': label,
      'aria-invalid': undefined,
      required: undefined,
    };
    return formPart(look, 'input', { ...item, props, radios: [] });
  }

  function showRow({ name: path, index, remove: removeRow }: ListRow): ReactNode {
    const row = { name: path, field: { ...field, helpText: '' } };
    const children = (
      <>
        {fieldTexts(look, `${form.id}-${path}`, row, errors[path])}
        {field.fields ? fieldViews(field.fields, form, `${path}.`) : showItem(path, index)}
      </>
    );
    const ref = index === added ? focusFirst : undefined;
    function remove(): void {
      setAdded(undefined);
      removeRow();
      setRemovals((count) => count + 1);
    }
    return formPart(look, 'row', { name: path, field, index, remove, ref, children });
  }

  const children = (
    <>
      {fieldLabel(look, of, undefined)}
      {fieldTexts(look, id, of, error)}
      {rows.map((row) => (
        <Fragment key={row.key}>{showRow(row)}</Fragment>
      ))}
    </>
  );
  const group = groupProps({ id, name, field, value: undefined, error });
  return formPart(look, 'list', { ...of, group, add: addOne, adder, children });
}

/** Whoever adds a row goes on there. */
function focusFirst(row: HTMLElement | null): void {
  row?.querySelector<HTMLElement>('input, select, textarea')?.focus();
}
