import { FilledIn } from './filled-in.js';
import type { FormDescription, FormField } from './form-description.js';
import type { FieldErrors, FieldsOptions, FieldsState, FormSchema } from './form-store.js';
import { checkLocally, type FoundErrors, isAny, pickErrors, readServed } from './found-errors.js';
import { placeOf, sortByPlace } from './place-of.js';
import { ServerCheck } from './server-check.js';
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

const nothing: FoundErrors = { errors: {}, formErrors: [] };
/** Who chooses has done with the field, other than who types. */
const isChosen = /^(checkbox|radio|select|file)/;

/** The fields of a form or of a row: what they hold, and what is known to be wrong with it. */
export class Fields<Input extends object> {
  readonly #host: FieldsHost;
  readonly #filledIn: FilledIn;
  readonly #check: ServerCheck;
  readonly #isLive: boolean;
  /** Whether our words are not those of whoever reads them. */
  readonly #isForeign: boolean;
  #touched: FieldsState<Input>['touched'] = {};
  #isSubmitted = false;
  #wasSubmitted = false;
  #local: FoundErrors | undefined;
  #served = nothing;
  #state: FieldsState<Input> | undefined;

  constructor(host: FieldsHost, initial: Partial<Input> | undefined) {
    const { form, messages } = host;
    this.#host = host;
    this.#filledIn = new FilledIn(() => this.#fields, initial);
    this.#isLive = form.liveValidation !== false;
    this.#isForeign = form.translated === true && !messages;
    this.#check = new ServerCheck({
      isBusy: host.isSubmitting,
      ask: (signal) => this.#ask(signal),
      changed: () => this.#notify(),
    });
  }

  get data(): object {
    return this.#filledIn.data;
  }

  /** Whether it is wrong without asking anybody. */
  get isWrong(): boolean {
    return isAny(this.#findLocally());
  }

  getState(): FieldsState<Input> {
    return (this.#state ??= this.#compute());
  }

  set(path: string, value: unknown): void {
    if (isChosen.test(this.#widgetOf(path) ?? '')) this.#touch(path);
    this.#change(() => this.#filledIn.set(path, value));
    this.#changed([path]);
  }

  setAll(values: object): void {
    this.#change(() => {
      for (const [name, value] of Object.entries(values)) this.#filledIn.set(name, value);
    });
    this.#changed(Object.keys(values));
  }

  touch(path: string): void {
    this.#touch(path);
    this.#notify();
  }

  reset(initial?: Partial<Input>): void {
    this.#filledIn.reset(initial);
    this.#forget();
    this.#check.halt();
    this.#check.resume(false);
  }

  /** The form is shown otherwise. */
  follow(): void {
    this.#change(() => this.#filledIn.follow());
  }

  /** Somebody else uses the page: what was said to the one before is none of his. */
  handOver(): void {
    this.#check.halt();
    this.#served = nothing;
    this.follow();
    this.#changed(Object.keys(this.#touched));
  }

  /** Begins, or goes on, to ask the server. */
  start(): void {
    this.#check.start();
  }

  /** Asks nothing any more. */
  stop(): void {
    this.#check.stop();
    this.#state = undefined;
  }

  /** A submission begins. */
  submitting(): void {
    this.#wasSubmitted = this.#isSubmitted;
    this.#isSubmitted = true;
    this.#check.halt();
    this.#state = undefined;
  }

  /** It did not, since this is wrong. All that is wrong is to be shown by now: the server is asked for the rest. */
  blocked(): void {
    this.#check.resume(this.#isLive || this.#isForeign);
  }

  accepted(sent: object): void {
    const isOther = sent !== this.data;
    this.#filledIn.save(sent);
    this.#forget();
    this.#check.resume(isOther);
  }

  refused(sent: object, answer: unknown): void {
    this.#take(sent, answer);
    this.#check.resume(sent !== this.data);
  }

  cancelled(): void {
    this.#isSubmitted = this.#wasSubmitted;
    this.#state = undefined;
    this.#check.resume();
  }

  /** A submission is over that told nothing of these fields. */
  resume(): void {
    this.#check.resume();
  }

  get #fields(): readonly FormField[] {
    return this.#host.schema().fields;
  }

  #widgetOf(path: string): FormField['widget'] | undefined {
    return placeOf(this.#fields, path).field?.widget;
  }

  #notify(): void {
    this.#state = undefined;
    this.#host.changed();
  }

  /** What was said and shown is no more. */
  #forget(): void {
    this.#touched = {};
    this.#isSubmitted = false;
    this.#served = nothing;
    this.#local = undefined;
    this.#state = undefined;
  }

  #findLocally(): FoundErrors {
    const { form, messages } = this.#host;
    return (this.#local ??= checkLocally(form, this.#fields, this.data, messages));
  }

  /** Has other values put in: what was said of those that were there before holds no longer. */
  #change(put: () => void): void {
    const before = this.data;
    put();
    this.#local = undefined;
    if (before !== this.data)
      this.#served = { errors: this.#ofUnchanged(this.#served.errors, before), formErrors: [] };
    this.#notify();
  }

  /** What is said of fields that hold now what they held then. */
  #ofUnchanged(errors: FieldErrors, then: object): FieldErrors {
    return pickErrors(errors, (path) => Object.is(valueAt(then, path), valueAt(this.data, path)));
  }

  #touch(path: string): void {
    if (this.#touched[path]) return;
    this.#touched = { ...this.#touched, [path]: true };
    if (this.#isLive) this.#check.schedule();
  }

  /** Has the server look at it, where that is wanted while somebody types. */
  #changed(paths: readonly string[]): void {
    const { liveFormErrors } = this.#host.form;
    const isAwaited = this.#isSubmitted || liveFormErrors || paths.some((path) => this.#touched[path]);
    if (this.#isLive && isAwaited) this.#check.schedule();
  }

  #ask(signal: AbortSignal): Promise<() => void> | undefined {
    const only = this.#namesToAsk();
    if (only.length === 0 && !this.#host.form.liveFormErrors) return undefined;
    const sent = this.data;
    return this.#host.validate({ data: withoutFiles(sent), only }, signal).then((answer) => () => {
      this.#take(sent, answer, only);
      this.#host.validated();
    });
  }

  /** Files are not sent to be looked at, and what is wrong already only where the server alone has the words for it. */
  #namesToAsk(): readonly string[] {
    const all = this.#isSubmitted ? this.#fields.map(({ name }) => name) : Object.keys(this.#touched);
    const { errors } = this.#findLocally();
    return all.filter((name) => this.#widgetOf(name) !== 'file' && (this.#isForeign || !errors[name]));
  }

  /** Takes what the server says of what was sent, as far as nothing else was typed since. */
  #take(sent: object, answer: unknown, only?: readonly string[]): void {
    const { errors, formErrors } = readServed(answer, this.#fields);
    const isKept = (path: string) => only?.every((name) => !`${path}.`.startsWith(`${name}.`)) ?? false;
    this.#served = {
      errors: { ...pickErrors(this.#served.errors, isKept), ...this.#ofUnchanged(errors, sent) },
      formErrors: sent === this.data ? formErrors : [],
    };
    this.#state = undefined;
  }

  #compute(): FieldsState<Input> {
    const local = this.#findLocally();
    const isShown = (path: string) => this.#isSubmitted || (this.#isLive && this.#touched[path] === true);
    return {
      data: this.data,
      errors: sortByPlace(this.#fields, { ...pickErrors(local.errors, isShown), ...this.#served.errors }),
      formErrors: [...(this.#isSubmitted ? local.formErrors : []), ...this.#served.formErrors],
      touched: this.#touched,
      isDirty: this.#filledIn.isDirty,
      isValid: !isAny(local) && !isAny(this.#served),
      isValidating: this.#check.isRunning,
    };
  }
}
