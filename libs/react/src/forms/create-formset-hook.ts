import {
  createFormset,
  type FieldPath,
  type FormRef,
  type FormsetOptions,
  type FormsetResult,
  type FormsetRow,
  type FormsetState,
  type FormsetStore,
  type FieldValue,
  placeOf,
} from '@mizan/client/forms';
import { useId, useMemo, useSyncExternalStore } from 'react';
import { bindForm, type FormHandlers } from './bind-form.js';
import type { FormProps } from './create-form-hook.js';
import { type FieldParts, fieldParts } from './field-parts.js';
import type { SchemaOf } from './field-names.js';
import { useLatest, useOwnStore, useWhileShown } from './use-own-store.js';

/** One of the forms of a formset. Its `key` stays the same wherever it is moved. */
export interface FormsetRowResult<Input extends object> extends FormsetRow<Input>, FieldParts<Input> {
  /** Its place, counted from 0. */
  readonly index: number;
  readonly set: <Path extends FieldPath<Input>>(path: Path, value: FieldValue<Input, Path>) => void;
  readonly remove: () => void;
  /** To another place, counted from 0. */
  readonly move: (to: number) => void;
  /** Does nothing for the first. */
  readonly moveUp: () => void;
  /** Does nothing for the last. */
  readonly moveDown: () => void;
}

/** What a formset's hook gives. */
export interface FormsetHookResult<Input extends object>
  extends
    Omit<FormsetState<Input>, 'rows' | 'schema'>,
    Pick<FormsetStore<Input>, 'add' | 'submit' | 'cancel' | 'reset'> {
  readonly rows: readonly FormsetRowResult<Input>[];
  /** Of each row. */
  readonly schema: SchemaOf<Input>;
  readonly form: FormProps;
}

/** Options count as last rendered, but for `initial`, which counts at first. */
export type FormsetHook<Input extends object> = (options?: FormsetOptions<Input>) => FormsetHookResult<Input>;

/** Makes the hook of a formset. Each component that uses it has one of its own. */
export function createFormsetHook<Input extends object, Values extends object, Data>(
  ref: FormRef<Input, Values, Data>,
): FormsetHook<Input> {
  return function useFormset(options = {}) {
    const id = useId();
    const latest = useLatest(options);
    const onSuccess = useWhileShown(options.onSuccess);
    const store = useOwnStore((mizan) =>
      createFormset(mizan, ref, {
        initial: options.initial,
        onSuccess,
        // Where a page has no words of its own, the server may have some.
        messages: options.messages && ((error) => latest.current.messages?.(error) ?? error.message),
      }),
    );
    const state = useSyncExternalStore(store.subscribe, store.getState, store.getState);
    const handlers = useMemo(() => bindRows(store), [store]);
    const { add, remove, move, set, submit, cancel, reset } = store;
    const last = state.rows.length - 1;
    const rows = state.rows.map((row, index): FormsetRowResult<Input> => {
      const { key } = row;
      const prefix = { id: `${id}-${key}`, name: `${key}.` };
      return {
        ...row,
        ...fieldParts<Input>(row, state.schema, handlers, prefix),
        index,
        set: (path, value) => set(key, path, value),
        remove: () => remove(key),
        move: (to) => move(key, to),
        moveUp: () => move(key, Math.max(index - 1, 0)),
        moveDown: () => move(key, Math.min(index + 1, last)),
      };
    });
    return {
      ...state,
      // A form is described with the fields of its input.
      schema: state.schema as SchemaOf<Input>,
      rows,
      add,
      submit,
      cancel,
      reset,
      form: { onSubmit: handlers.onSubmit, noValidate: true },
    };
  };
}

/** A formset, by whatever names its fields have. */
interface LooseStore {
  readonly set: (key: string, path: string, value: unknown) => void;
  readonly touch: (key: string, path: string) => void;
  readonly submit: () => Promise<FormsetResult>;
}

/** Fields are named by the key of their row and their path in it. */
function bindRows<Input extends object>(store: FormsetStore<Input>): FormHandlers {
  // Names come from the controls of this formset, which have them from its fields, and values from what they hold.
  const { set, touch, submit } = store as unknown as LooseStore;
  return bindForm({
    fieldOf: (name) => placeOf(store.getState().schema.fields, split(name)[1]).field,
    set: (name, value) => set(...split(name), value),
    touch: (name) => touch(...split(name)),
    async submit() {
      const result = await submit();
      if (result.success || !result.firstError) return undefined;
      const { key, path } = result.firstError;
      return path === undefined ? key : `${key}.${path}`;
    },
  });
}

function split(name: string): readonly [key: string, path: string] {
  const at = name.indexOf('.');
  return [name.slice(0, at), name.slice(at + 1)];
}
