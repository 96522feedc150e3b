import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { AuthRule } from '../../auth/auth-rule.js';
import type { ContextSource } from '../../declare/context-ref.js';
import type { AffectsSource } from '../../declare/function-metadata.js';
import type { TypeDeclaration } from '../../types/type-declaration.js';
import type { FieldOptions } from './field.decorator.js';

/** Several of a form, sent together. */
export interface FormsetOptions {
  /** How many must be there; those that are to be deleted do not count. @default 0 */
  readonly min?: number;
  /** How many may be there; those that are to be deleted do not count. @default 1000 */
  readonly max?: number;
  /** Whether a row may say `DELETE: true`: nothing else of it counts then. @default false */
  readonly canDelete?: boolean;
  /** Whether a row may say its place by `ORDER: number`. Rows without it come last. @default false */
  readonly canOrder?: boolean;
}

/** Options of `@MizanForm`. */
export interface MizanFormOptions<Output extends TypeDeclaration | undefined = undefined> {
  /** What its functions begin with: `contact` gives `contact.submit`. @default the method's name in snake_case */
  readonly name?: string;
  /** For people: it becomes the doc comment of the generated code. */
  readonly description?: string;
  /** @default the name in words with capitals */
  readonly title?: string;
  /** @default none */
  readonly subtitle?: string;
  /** @default 'Submit' */
  readonly submitLabel?: string;
  /** Whether clients check fields while they are filled in. @default true */
  readonly liveValidation?: boolean;
  /** Whether clients look for errors of the whole form then, too. @default false */
  readonly liveFormErrors?: boolean;
  /** Whether clients ask for choices and initial values again after each check. @default false */
  readonly refetchSchemaOnValidate?: boolean;
  /** What a valid submission makes stale, narrowed by the fields that are params of the context. */
  readonly affects?: AffectsSource | readonly AffectsSource[];
  /** Contexts whose bundle takes over the result. After a formset they are fetched. */
  readonly merge?: ContextSource | readonly ContextSource[];
  /** Who may see, check and submit it (PROTOCOL 4). @default everybody */
  readonly auth?: AuthRule;
  /** Lets several be sent together, by three more functions. @default false */
  readonly formset?: boolean | FormsetOptions;
  /** The groups of class-validator that are checked. @default all, as class-validator does without groups */
  readonly groups?: readonly string[];
  /** Describes the fields instead of a DTO class. The method's one undecorated parameter gets the schema's output. */
  readonly input?: StandardSchemaV1;
  /** What `@Field` says, by name: for the fields of a schema, and to show a DTO otherwise in this form. */
  readonly fields?: Readonly<Record<string, FieldOptions>>;
  /**
   * What the method returns, as `data` of the answer. Only the fields declared here leave the server.
   * @default the declared return type, when that is a DTO class and the method is synchronous; else nothing
   */
  readonly output?: Output;
}
