import {
  createForm,
  type FormOptions,
  type FormRef,
  type FormState,
  type FormStore,
  placeOf,
  type SubmitResult,
} from '@mizan/client/forms';
import { useId, useMemo, useSyncExternalStore } from 'react';
import { bindForm, type FormHandlers } from './bind-form.js';
import { useLatest, useOwnStore, useWhileShown } from './use-own-store.js';

export interface OwnForm<Input extends object, Data> {
  readonly id: string;
  readonly state: FormState<Input>;
  readonly store: FormStore<Input, Data>;
  readonly handlers: FormHandlers;
}

/** A form of the component's own. */
export function useForm<Input extends object, Values extends object, Data>(
  ref: FormRef<Input, Values, Data>,
  options: FormOptions<Input, Data>,
): OwnForm<Input, Data> {
  const id = useId();
  const latest = useLatest(options);
  const onSuccess = useWhileShown(options.onSuccess);
  const store = useOwnStore((mizan) =>
    createForm(mizan, ref, {
      initial: options.initial,
      onSuccess,
      // Where a page has no words of its own, the server may have some.
      messages: options.messages && ((error) => latest.current.messages?.(error) ?? error.message),
    }),
  );
  const state = useSyncExternalStore(store.subscribe, store.getState, store.getState);
  const handlers = useMemo(() => bindStore(store), [store]);
  return { id, state, store, handlers };
}

/** A form, by whatever names its fields have. */
interface LooseStore {
  readonly set: (name: string, value: unknown) => void;
  readonly touch: (name: string) => void;
  readonly submit: () => Promise<SubmitResult<unknown>>;
}

function bindStore<Input extends object, Data>(store: FormStore<Input, Data>): FormHandlers {
  // Names come from the controls of this form, which have them from its fields, and values from what they hold.
  const { set, touch, submit } = store as unknown as LooseStore;
  return bindForm({
    fieldOf: (name) => placeOf(store.getState().schema.fields, name).field,
    set,
    touch,
    async submit() {
      const result = await submit();
      return result.success ? undefined : result.firstError;
    },
  });
}
