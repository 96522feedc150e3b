import { createFilledIn } from './filled-in.js';
import type { FormDescription } from './form-description.js';
import type { FieldErrors, FieldsOptions, FieldsState, FormSchema } from './form-store.js';
import { checkLocally, type FoundErrors, readServed, type ServedErrors } from './found-errors.js';
import { placeOf, sortByPlace } from './place-of.js';
import { createServerCheck } from './server-check.js';
import { valueAt, withoutFiles } from './values.js';

export interface FieldsHost extends FieldsOptions {
  readonly form: FormDescription<object, object>;
  readonly schema: () => FormSchema;
  readonly isSubmitting: () => boolean;
  /** Asks the server what it thinks. */
  readonly validate: (args: object, signal: AbortSignal) => Promise<unknown>;
  /** The server has said what it thinks. */
  readonly validated: () => void;
  readonly changed: () => void;
}

export type Fields<Input extends object> = ReturnType<typeof createFields<Input>>;

const nothing: FoundErrors = { errors: {}, formErrors: [] };
/** Who chooses has done with the field, other than who types. */
const isChosen = /^(checkbox|radio|select|file)/;

/** The fields of a form or of a row: what they hold, and what is known to be wrong with it. */
export function createFields<Input extends object>(host: FieldsHost, initial: Partial<Input> | undefined) {
  const { form, messages } = host;
  const names = () => host.schema().fields;
  const filledIn = createFilledIn(names, initial);
  const isLive = form.liveValidation !== false;
  /** Whether our words are not those of whoever reads them. */
  const isForeign = form.translated === true && !messages;
  let touched: Readonly<Record<string, true>> = {};
  let isSubmitted = false;
  let wasSubmitted = false;
  let local: FoundErrors | undefined;
  let served = nothing;
  let state: FieldsState<Input> | undefined;
  const check = createServerCheck({ isBusy: host.isSubmitting, ask, changed: notify });

  function notify(): void {
    state = undefined;
    host.changed();
  }

  function findLocally(): FoundErrors {
    return (local ??= checkLocally(form, names(), filledIn.data(), messages));
  }

  /** Has other values put in: what was said of those that were there before holds no longer. */
  function change(put: () => void): void {
    const before = filledIn.data();
    put();
    local = undefined;
    if (before !== filledIn.data()) served = { errors: ofUnchanged(served.errors, before), formErrors: [] };
    notify();
  }

  /** What is said of fields that hold now what they held then. */
  function ofUnchanged(errors: FieldErrors, then: object): FieldErrors {
    const now = filledIn.data();
    return pick(errors, (path) => Object.is(valueAt(then, path), valueAt(now, path)));
  }

  function ask(signal: AbortSignal): Promise<() => void> | undefined {
    const only = namesToAsk();
    if (only.length === 0 && !form.liveFormErrors) return undefined;
    const sent = filledIn.data();
    return host.validate({ data: withoutFiles(sent), only }, signal).then((answer) => () => {
      take(sent, answer, only);
      host.validated();
    });
  }

  /** Files are not sent to be looked at, and what is wrong already only where the server alone has the words for it. */
  function namesToAsk(): readonly string[] {
    const all = isSubmitted ? names().map(({ name }) => name) : Object.keys(touched);
    const { errors } = findLocally();
    return all.filter((name) => widgetOf(name) !== 'file' && (isForeign || !errors[name]));
  }

  function widgetOf(name: string) {
    return placeOf(names(), name).field?.widget;
  }

  /** Takes what the server says of what was sent, as far as nothing else was typed since. */
  function take(sent: object, answer: unknown, only?: readonly string[]): void {
    // A server that answers with success speaks the protocol.
    const found = readServed(answer as ServedErrors, names());
    const isKept = (path: string) => only?.every((name) => !`${path}.`.startsWith(`${name}.`)) ?? false;
    served = {
      errors: { ...pick(served.errors, isKept), ...ofUnchanged(found.errors, sent) },
      formErrors: sent === filledIn.data() ? found.formErrors : [],
    };
    state = undefined;
  }

  function touch(path: string): void {
    if (touched[path]) return;
    touched = { ...touched, [path]: true };
    if (isLive) check.schedule();
  }

  /** What was said and shown is no more. */
  function forget(): void {
    touched = {};
    isSubmitted = false;
    served = nothing;
    local = undefined;
    state = undefined;
  }

  function compute(): FieldsState<Input> {
    const found = findLocally();
    const isShown = (path: string) => isSubmitted || (isLive && touched[path] === true);
    return {
      data: filledIn.data(),
      errors: sortByPlace(names(), { ...pick(found.errors, isShown), ...served.errors }),
      formErrors: [...(isSubmitted ? found.formErrors : []), ...served.formErrors],
      touched,
      isDirty: filledIn.isDirty(),
      isValid: !isAny(found) && !isAny(served),
      isValidating: check.isRunning(),
    };
  }

  /** Has the server look at it, where that is wanted while somebody types. */
  function changed(paths: readonly string[]): void {
    const isAwaited = isSubmitted || form.liveFormErrors || paths.some((path) => touched[path]);
    if (isLive && isAwaited) check.schedule();
  }

  return {
    /** Begins, or goes on, to ask the server. */
    start: () => check.start(),
    /** Asks nothing any more. */
    stop(): void {
      check.stop();
      state = undefined;
    },
    /** A submission is over that these fields were no part of. */
    resume: () => check.resume(),
    /** Whether it is wrong without asking anybody. */
    isWrong: () => isAny(findLocally()),
    data: filledIn.data,
    getState: () => (state ??= compute()),
    set(path: string, value: unknown): void {
      if (isChosen.test(widgetOf(path) ?? '')) touch(path);
      change(() => filledIn.set(path, value));
      changed([path]);
    },
    setAll(values: object): void {
      change(() => Object.entries(values).forEach(([name, value]) => filledIn.set(name, value)));
      changed(Object.keys(values));
    },
    touch(path: string): void {
      touch(path);
      notify();
    },
    reset(values?: Partial<Input>): void {
      filledIn.reset(values);
      forget();
      check.halt();
      check.resume(false);
    },
    /** The form is shown otherwise, or to somebody else. */
    follow(isOther: boolean): void {
      if (isOther) {
        check.halt();
        served = nothing;
      }
      change(() => filledIn.follow());
      if (isOther) changed(Object.keys(touched));
    },
    submitting(): void {
      wasSubmitted = isSubmitted;
      isSubmitted = true;
      check.halt();
      state = undefined;
    },
    accepted(sent: object): void {
      const isOther = sent !== filledIn.data();
      filledIn.save(sent);
      forget();
      check.resume(isOther);
    },
    /** It is wrong without asking anybody. All that is wrong is to be shown by now: the server is asked for the rest. */
    blocked(): void {
      check.resume(isLive || isForeign);
    },
    /** @param answer what is wrong with what was sent; undefined where that is not known */
    refused(sent: object, answer?: unknown): void {
      if (answer) take(sent, answer);
      check.resume(answer ? sent !== filledIn.data() : undefined);
    },
    cancelled(): void {
      isSubmitted = wasSubmitted;
      state = undefined;
      check.resume();
    },
  };
}

function isAny({ errors, formErrors }: FoundErrors): boolean {
  return Object.keys(errors).length + formErrors.length > 0;
}

function pick(errors: FieldErrors, isWanted: (path: string) => boolean): FieldErrors {
  return Object.fromEntries(Object.entries(errors).filter(([path]) => isWanted(path)));
}
