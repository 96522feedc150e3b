/** A field of a form by name, `address.street`, or by number in a list, `lines.0.sku`. */
export type FieldPath<Input> = Input extends Blob
  ? never
  : Input extends readonly (infer Item)[]
    ? `${number}` | `${number}.${FieldPath<Item>}`
    : Input extends object
      ? {
          [Name in keyof Input & string]: Name | `${Name}.${FieldPath<NonNullable<Input[Name]>>}`;
        }[keyof Input & string]
      : never;

/** What a field holds; undefined for nothing. */
export type FieldValue<Input, Path extends string> = Path extends `${infer Name}.${infer Rest}`
  ? FieldValue<MemberOf<Input, Name>, Rest>
  : MemberOf<Input, Path> | undefined;

type MemberOf<Input, Name extends string> = Input extends readonly (infer Item)[]
  ? Item
  : Input extends object
    ? NonNullable<Input[Name & keyof Input]>
    : never;
