import type { FormField, FormSchema } from '@mizan/client/forms';

/**
 * The path of a field that somebody fills in: `address.street`, `lines.0.sku`, `tags`, and `tags.0` of a list of texts. An
 * object, or a list of them, has fields instead.
 */
export type InputPath<Input> = {
  [Name in keyof Input & string]-?: unknown extends Input[Name]
    ? Name
    : InputPathIn<NonNullable<Input[Name]>, Name>;
}[keyof Input & string];

type InputPathIn<Value, Name extends string> = Value extends readonly (infer Item)[]
  ? IsGroup<Item> extends true
    ? `${Name}.${number}.${InputPath<Item>}`
    : Name | `${Name}.${number}`
  : IsGroup<Value> extends true
    ? `${Name}.${InputPath<Value>}`
    : Name;

/** The path of a list, but for those in lists. */
export type ListPath<Input> = {
  [Name in keyof Input & string]-?: unknown extends Input[Name]
    ? never
    : ListPathIn<NonNullable<Input[Name]>, Name>;
}[keyof Input & string];

type ListPathIn<Value, Name extends string> = Value extends readonly (infer Item)[]
  ? Item extends Blob
    ? never
    : Name
  : IsGroup<Value> extends true
    ? `${Name}.${ListPath<Value>}`
    : never;

/** Whether it has fields of its own. */
type IsGroup<Value> = Value extends Blob ? false : Value extends object ? true : false;

/** How a form is shown, with the names of its fields. */
export interface SchemaOf<Input> extends Omit<FormSchema, 'fields'> {
  readonly fields: readonly (InputFieldOf<Input> | ListFieldOf<Input>)[];
}

/** A field that somebody fills in. */
export interface InputFieldOf<Input> extends Omit<FormField, 'name' | 'fields'> {
  /** For `field(name)`. */
  readonly name: Exclude<InputPath<Input>, `${string}.${number}` | `${string}.${number}.${string}`>;
  readonly fields?: never;
}

/** A list of objects. */
export interface ListFieldOf<Input> extends Omit<FormField, 'name' | 'fields'> {
  readonly name: Exclude<ListPath<Input>, InputPath<Input>>;
  /** Those of each. */
  readonly fields: readonly FormField[];
}
