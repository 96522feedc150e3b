import type { MizanError } from '@mizan/client';
import type { FieldError, FieldPath, FormChoice, FormField } from '@mizan/client/forms';
import type { ReactNode, RefCallback } from 'react';
import type { FieldProps, GroupProps } from './field-props.js';

interface Part {
  /** What `classNames` says of the part. */
  readonly className: string | undefined;
  /** What it is about, already rendered. */
  readonly children?: ReactNode;
}

interface FieldPart<Name extends string> extends Part {
  /** The path, `lines.0.sku`. */
  readonly name: Name;
  readonly field: FormField;
}

/** A radio button. */
export interface RadioChoice extends FormChoice {
  readonly props: FieldProps;
}

/** What each part of a form's component is given. `Name` are the paths of its fields. */
export interface PartProps<Name extends string = string> {
  /** The heading. */
  readonly title: Part & { readonly subtitle: string | undefined };
  /** A whole field: its children are label, input, help and error. */
  readonly field: FieldPart<Name> & { readonly error: FieldError | undefined };
  /** The `<label>`, or the `<legend>` of radio buttons and lists. */
  readonly label: FieldPart<Name> & {
    readonly as: 'label' | 'legend';
    readonly htmlFor: string | undefined;
  };
  /** The control, or several where it is one of radio buttons. */
  readonly input: FieldPart<Name> & {
    readonly props: FieldProps;
    /** Of radio buttons: one each. */
    readonly radios: readonly RadioChoice[];
  };
  readonly help: FieldPart<Name> & { readonly id: string };
  readonly error: FieldPart<Name> & { readonly id: string };
  /** One object of a list. */
  readonly row: FieldPart<Name> & {
    readonly index: number;
    readonly remove: () => void;
    /** Of one that was just added: takes the focus there. */
    readonly ref: RefCallback<HTMLElement> | undefined;
  };
  /** All objects of a list. */
  readonly list: FieldPart<Name> & {
    readonly group: GroupProps;
    readonly add: () => void;
    /** Of the button that adds: the focus goes there when a row is removed. */
    readonly adder: RefCallback<HTMLButtonElement> | undefined;
  };
  /** What is wrong with the form as a whole, inside of what announces it. */
  readonly errors: Part & { readonly messages: readonly string[] };
  /** How much of the files has been sent, with a button to give it up. */
  readonly progress: Part & { readonly value: number; readonly cancel: () => void };
  readonly submit: Part & { readonly isSubmitting: boolean };
}

export type PartName = keyof PartProps;

/**
 * Shows a part. It may use hooks, and be another function at each render.
 *
 * @param standard what is shown without the slot
 */
export type Slot<Props> = (props: Props, standard: ReactNode) => ReactNode;

/** What shows parts of a form in place of the component. */
export type FormSlots<Input extends object> = {
  readonly [Name in PartName]?: Slot<PartProps<FieldPath<Input>>[Name]> | undefined;
};

/** The words that are not those of the form. */
export interface FormTexts {
  /** @default 'Sending' */
  readonly sending?: string | undefined;
  /** @default 'Cancel' */
  readonly cancel?: string | undefined;
  /** @default 'Add' */
  readonly add?: string | undefined;
  /** @default 'Remove' */
  readonly remove?: string | undefined;
  /** Says that a call failed. @default its message */
  readonly failure?: ((error: MizanError) => string) | undefined;
}

/** How the parts of a form are shown. It stays the same while a form is filled in. */
export interface Look {
  readonly slots: { readonly [Name in PartName]?: Slot<PartProps[Name]> | undefined };
  readonly classNames: { readonly [Name in PartName]?: string | undefined };
  readonly texts: FormTexts;
}
