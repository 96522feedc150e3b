import { byPath, rePath } from './by-path.js';
import type { FormDescription, FormField } from './form-description.js';
import type { FieldError, FieldErrors, FieldsOptions, FormSchema } from './form-store.js';
import { checkLocally, type FoundErrors, isAny, readServed } from './found-errors.js';
import { placeOf, sortByPlace } from './place-of.js';
import { valueAt } from './values.js';

export interface KnownErrorsHost extends FieldsOptions {
  readonly form: FormDescription<object, object>;
  readonly schema: () => FormSchema;
  /** What is filled in. */
  readonly data: () => object;
}

const nothing: FoundErrors = { errors: byPath({}), formErrors: [] };

/** What is known to be wrong with what is filled in: what can be told without the server, and what the server said. */
export class KnownErrors {
  readonly #host: KnownErrorsHost;
  #local: FoundErrors | undefined;
  #served = nothing;

  constructor(host: KnownErrorsHost) {
    this.#host = host;
  }

  get local(): FoundErrors {
    const { form, messages, data } = this.#host;
    return (this.#local ??= checkLocally(form, this.#fields, data(), messages));
  }

  get isAny(): boolean {
    return isAny(this.local) || isAny(this.#served);
  }

  /** Of what was found without the server, what is to be shown; in the order of the form. */
  show(isShown: (path: string) => boolean, isFormShown: boolean): FoundErrors {
    const { errors, formErrors } = this.local;
    return {
      errors: sortByPlace(this.#fields, {
        ...rePath(errors, (path) => isShown(path) && path),
        ...this.#served.errors,
      }),
      formErrors: [...(isFormShown ? formErrors : []), ...this.#served.formErrors],
    };
  }

  /** Other values were put in: what was said of those that were there before holds no longer. */
  changed(before: object, moved: (path: string) => string | undefined): void {
    this.#local = undefined;
    if (before === this.#host.data()) return;
    this.#served = { errors: this.#ofUnchanged(this.#served.errors, before, moved), formErrors: [] };
  }

  /**
   * Takes what the server says of what was sent, as far as nothing else was typed since.
   *
   * @param only the fields that it was asked about, if not about all
   */
  take(sent: object, answer: unknown, only?: readonly string[]): void {
    const { errors, formErrors } = readServed(answer, this.#fields);
    const keep = (path: string) =>
      this.#isOfField(path) && only?.every((name) => !`${path}.`.startsWith(`${name}.`)) && path;
    const isSame = sent === this.#host.data();
    const others = rePath(this.#served.errors, keep);
    const found = isSame ? errors : this.#ofUnchanged(errors, sent);
    // Who asks about some fields is told nothing of the form as a whole, unless the form wants it.
    const isForm = !only || (isSame && this.#host.form.liveFormErrors);
    this.#served = {
      errors: byPath({ ...others, ...found }),
      formErrors: isForm ? formErrors : this.#served.formErrors,
    };
    // A refusal is never silent: what nothing can be said of any more is said of the form.
    if (!only && !isAny(this.#served)) this.#served = { errors: others, formErrors: this.#asOfForm(errors) };
  }

  forget(): void {
    this.#served = nothing;
    this.#local = undefined;
  }

  get #fields(): readonly FormField[] {
    return this.#host.schema().fields;
  }

  /** What is said of a field that is none can only be taken back with all else. */
  #isOfField(path: string): boolean {
    return this.#fieldAt(path) !== undefined;
  }

  #fieldAt(path: string): FormField | undefined {
    return placeOf(this.#fields, path).field;
  }

  #asOfForm(errors: FieldErrors): readonly FieldError[] {
    return Object.entries(errors).map(([path, { code, message }]) => {
      const label = this.#fieldAt(path)?.label ?? path;
      return { code, message: `${label}: ${message}` };
    });
  }

  /** What is said of fields that hold now what they held then. */
  #ofUnchanged(
    errors: FieldErrors,
    then: object,
    moved = (path: string): string | undefined => path,
  ): FieldErrors {
    const now = this.#host.data();
    return rePath(errors, (path) => {
      const place = moved(path);
      const isThere = place !== undefined && this.#isOfField(path);
      return isThere && Object.is(valueAt(then, path), valueAt(now, place)) && place;
    });
  }
}
