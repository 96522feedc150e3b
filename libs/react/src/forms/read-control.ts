/** An input, textarea or select, or what a component hands out in place of one. */
export interface FormControl {
  readonly name: string;
  readonly type: string;
  readonly value: string;
  readonly checked?: boolean;
  readonly multiple?: boolean;
  readonly files?: Iterable<File> | null;
  readonly options?: Iterable<{ readonly value: string; readonly selected: boolean }>;
  readonly validity?: { readonly badInput: boolean };
}

/** Whether somebody typed what the browser shows and gives nobody: half a date, or `1e`. */
export function isUnreadable({ validity }: FormControl): boolean {
  return validity?.badInput === true;
}

/** What a control holds, as a form keeps it. What is unreadable is `NaN`, which no field takes: it is not nothing. */
export function readControl(control: FormControl): unknown {
  if (isUnreadable(control)) return NaN;
  const { type, value, checked, multiple, files, options } = control;
  if (type === 'checkbox') return checked;
  if (type === 'select-multiple')
    return Array.from(options ?? []).flatMap((option) => (option.selected ? [option.value] : []));
  if (type !== 'file') return value;
  const chosen = [...(files ?? [])];
  return multiple ? chosen : chosen[0];
}
