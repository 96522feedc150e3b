import type { Data } from './browser-checks.js';
import type { ChannelNames, ContextNames, FormNames, FunctionNames } from './name-index.js';
import type { PlannedField } from './plan-field.js';

/**
 * What will be printed, with every name decided: the one thing that targets see. Strings that come from the IR
 * are still as they came; the printers escape them.
 */
export interface ClientPlan {
  readonly types: readonly PlannedType[];
  readonly functions: readonly PlannedFunction[];
  readonly contexts: readonly PlannedContext[];
  readonly channels: readonly PlannedChannel[];
  readonly forms: readonly PlannedForm[];
}

/** A type of TypeScript, as far as the IR can say it. */
export type TypeExpression =
  | {
      readonly kind: 'word';
      readonly word: 'number' | 'boolean' | 'string' | 'unknown' | 'null' | 'never' | 'Blob';
    }
  | { readonly kind: 'literal'; readonly value: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'list'; readonly item: TypeExpression }
  | { readonly kind: 'object'; readonly properties: readonly PlannedProperty[] }
  | { readonly kind: 'union'; readonly members: readonly TypeExpression[] };

export interface PlannedProperty {
  readonly name: string;
  readonly optional: boolean;
  readonly type: TypeExpression;
  readonly description?: string;
  /** What the server takes when it is left out. */
  readonly default?: boolean | number | string;
}

export type PlannedType = { readonly name: string; readonly description?: string } & (
  | { readonly kind: 'struct'; readonly properties: readonly PlannedProperty[] }
  | { readonly kind: 'alias'; readonly type: TypeExpression }
);

export interface PlannedFunction extends FunctionNames {
  readonly wireName: string;
  /** Left out when it takes nothing. */
  readonly input?: TypeExpression;
  /** No property of the input must be given. */
  readonly inputOptional: boolean;
  readonly output: TypeExpression;
  /** It is called over the socket, where the client has one. */
  readonly overSocket: boolean;
  /** Files can be sent with it. */
  readonly hasFiles: boolean;
  readonly description?: string;
}

export interface PlannedParam extends PlannedProperty {
  /** The functions that declare it, by wire name. */
  readonly declaredBy: readonly string[];
}

export interface PlannedContext extends ContextNames {
  readonly wireName: string;
  readonly params: readonly PlannedParam[];
  /** Its functions; in the bundle each stands under its wire name. */
  readonly members: readonly PlannedFunction[];
  /** It is read over the socket, where the client has one. */
  readonly overSocket: boolean;
}

export interface PlannedChannel extends ChannelNames {
  readonly wireName: string;
  /** Left out when it has none. */
  readonly params?: TypeExpression;
  /** What clients send; left out when it takes nothing. */
  readonly clientMessage?: TypeExpression;
  /** What the server sends; left out when it sends nothing. */
  readonly serverMessage?: TypeExpression;
}

/** A form as it will be printed. */
export interface PlannedForm extends FormNames {
  readonly wireName: string;
  /** What inputs hold. */
  readonly input: readonly PlannedProperty[];
  /** What the server makes of it. */
  readonly values: readonly PlannedProperty[];
  /** What a valid submission answers. */
  readonly data: TypeExpression;
  readonly schema: readonly PlannedField[];
  /** The description of the form, but for its schema. */
  readonly description: { readonly [name: string]: Data };
  /** Files can be sent with it. */
  readonly hasFiles: boolean;
  /** The server is asked how it is shown. */
  readonly isServed: boolean;
  /** Several can be sent together. */
  readonly isFormset: boolean;
}
