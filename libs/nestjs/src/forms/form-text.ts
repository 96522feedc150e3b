interface TextOfForm {
  /** The name of the form. */
  readonly form: string;
  /** As it was declared, or in English. */
  readonly text: string;
}

interface TextOfField extends TextOfForm {
  /** With dots for what is inside of another; items of a list by number. */
  readonly field: string;
}

/** A text that somebody reads who fills in a form. */
export type FormText =
  | (TextOfForm & { readonly kind: 'title' | 'subtitle' | 'submit' })
  | (TextOfField & { readonly kind: 'label' | 'help' })
  | (TextOfField & { readonly kind: 'choice'; readonly value: string })
  | (TextOfField & {
      readonly kind: 'error';
      /** `required`, `min_length`, … or one of the app's own. */
      readonly code: string;
      /** The constraint of class-validator that does not hold: `minLength`. */
      readonly constraint: string | undefined;
      /** What the constraint was told: `[10]`. */
      readonly args: readonly unknown[];
    });
