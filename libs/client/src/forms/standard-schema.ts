/**
 * What is used of Standard Schema (https://standardschema.dev), version 1. Its text may be copied, so that no package is
 * needed for it.
 */
export interface StandardSchema<Input = unknown, Output = Input> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>;
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
  };
}

export type SchemaResult<Output> =
  { readonly value: Output; readonly issues?: undefined } | { readonly issues: readonly SchemaIssue[] };

/** What is wrong, and where. Generated schemas say the code of the protocol and the constraint in `params`. */
export interface SchemaIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
  readonly params?: {
    readonly code?: string;
    readonly constraint?: string;
    readonly args?: readonly unknown[];
  };
}
