import { byPath, rePath } from './by-path.js';
import { FilledIn } from './filled-in.js';
import type { FormField } from './form-description.js';
import type { FieldsState } from './form-store.js';
import { isAny } from './found-errors.js';
import { KnownErrors, type KnownErrorsHost } from './known-errors.js';
import { movedTo, type Replacement } from './moved-to.js';
import { placeOf } from './place-of.js';
import { ServerCheck } from './server-check.js';
import { valueAt, withoutFiles } from './values.js';

export interface FieldsHost extends Omit<KnownErrorsHost, 'data'> {
  readonly isSubmitting: () => boolean;
  /** Asks the server what it thinks. */
  readonly validate: (args: object, signal: AbortSignal) => Promise<unknown>;
  /** The server has said what it thinks. */
  readonly validated: () => void;
  readonly changed: () => void;
}

/** Who chooses has done with the field, other than who types. */
const isChosen = /^(checkbox|radio|select|file)/;

/** The fields of a form or of a row: what they hold, and what is known to be wrong with it. */
export class Fields<Input extends object> {
  readonly #host: FieldsHost;
  readonly #filledIn: FilledIn;
  readonly #errors: KnownErrors;
  readonly #check: ServerCheck;
  readonly #isLive: boolean;
  /** Whether our words are not those of whoever reads them. */
  readonly #isForeign: boolean;
  #touched: FieldsState<Input>['touched'] = byPath({});
  #isSubmitted = false;
  #wasSubmitted = false;
  #state: FieldsState<Input> | undefined;

  constructor(host: FieldsHost, initial: Partial<Input> | undefined) {
    const { form, messages } = host;
    this.#host = host;
    this.#filledIn = new FilledIn(() => this.#fields, initial);
    this.#errors = new KnownErrors({ ...host, data: () => this.data });
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
    return isAny(this.#errors.local);
  }

  getState(): FieldsState<Input> {
    return (this.#state ??= this.#compute());
  }

  set(path: string, value: unknown): void {
    if (isChosen.test(this.#widgetOf(path) ?? '')) this.#touch(path);
    this.#put([[path, value]]);
  }

  setAll(values: object): void {
    this.#put(Object.entries(values));
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
    const before = this.data;
    this.#filledIn.follow();
    this.#errors.changed(before, (path) => path);
    this.#notify();
  }

  /** Somebody else uses the page: what was said to the one before is none of his. */
  handOver(): void {
    this.#check.halt();
    this.#errors.forget();
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
    this.#check.resume(isOther && this.#isLive);
  }

  refused(sent: object, answer: unknown): void {
    this.#errors.take(sent, answer);
    this.#state = undefined;
    this.#check.resume(sent !== this.data && this.#isLive);
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
    this.#touched = byPath({});
    this.#isSubmitted = false;
    this.#errors.forget();
    this.#state = undefined;
  }

  #put(values: readonly (readonly [path: string, value: unknown])[]): void {
    const before = this.data;
    for (const [path, value] of values) this.#filledIn.set(path, value);
    const replacements = values.map(([path, after]): Replacement => {
      return { path, before: valueAt(before, path), after };
    });
    const moved = (path: string) => movedTo(path, replacements);
    this.#touched = rePath(this.#touched, moved);
    this.#errors.changed(before, moved);
    this.#notify();
    this.#changed(values.map(([path]) => path));
  }

  #touch(path: string): void {
    if (this.#touched[path]) return;
    this.#touched = byPath({ ...this.#touched, [path]: true });
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
      this.#errors.take(sent, answer, only);
      this.#state = undefined;
      this.#host.validated();
    });
  }

  /** Files are not sent to be looked at, and what is wrong already only where the server alone has the words for it. */
  #namesToAsk(): readonly string[] {
    const all = this.#isSubmitted ? this.#fields.map(({ name }) => name) : Object.keys(this.#touched);
    const { errors } = this.#errors.local;
    return all.filter((name) => this.#widgetOf(name) !== 'file' && (this.#isForeign || !errors[name]));
  }

  #compute(): FieldsState<Input> {
    const isShown = (path: string) => this.#isSubmitted || (this.#isLive && this.#touched[path] === true);
    return {
      data: this.data,
      ...this.#errors.show(isShown, this.#isSubmitted),
      touched: this.#touched,
      isDirty: this.#filledIn.isDirty,
      isValid: !this.#errors.isAny,
      isValidating: this.#check.isRunning,
    };
  }
}
