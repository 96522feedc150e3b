import { Allow, ValidateIf } from 'class-validator';
import type { ValidatorMetadata } from './field-clues.js';
import type { TypeDeclaration, ValueOf } from './type-declaration.js';

/** A declaration, or a function that returns it: for classes that refer to each other or to themselves. */
export type TypedDeclaration = TypeDeclaration | (() => TypeDeclaration);

export interface TypedOptions {
  /** For people: it becomes the doc comment of the generated code. */
  readonly description?: string;
}

interface TypedMark extends TypedOptions {
  readonly declaration?: TypedDeclaration | undefined;
}

const typedMark: unique symbol = Symbol.for('mizan.typed');

/** Fits the properties that hold what is declared. */
export type TypedDecorator<Value> = <Key extends string>(
  prototype: { readonly [Name in Key]?: Value | undefined },
  property: Key,
) => void;

/**
 * Declares a field of a DTO and what it is. Left out, the declaration is read from the property's TypeScript type:
 * `string`, `number`, `boolean`, `Date` or a DTO class. All else must be said, and what is said wins over what
 * validators suggest.
 *
 * @example @Typed('integer') id: number;
 * @example @Typed(nullable('string')) email: string | null;
 * @example @Typed(() => [CommentView]) replies: CommentView[];
 */
export function Typed(): TypedDecorator<unknown>;
export function Typed<const Declaration extends TypeDeclaration>(
  declaration: Declaration | (() => Declaration),
  options?: TypedOptions,
): TypedDecorator<ValueOf<Declaration>>;
export function Typed(declaration?: TypedDeclaration, options: TypedOptions = {}): TypedDecorator<unknown> {
  // It lives in class-validator's storage, because that is what mapped types (`PartialType`, …) copy.
  const mark: TypedMark = { ...options, declaration };
  return Allow({ context: { [typedMark]: mark } });
}

/**
 * Says that a field may be null, and lets validators pass then. It does not make it optional: `@IsOptional()` does.
 */
export function Nullable(): PropertyDecorator {
  return ValidateIf(isNotNull);
}

/** The condition of `@Nullable()`, by which it is told from those of the app. */
export function isNotNull(_object: object, value: unknown): boolean {
  return value !== null;
}

/** What `@Typed` said of a property; the innermost class wins. */
export function readTyped(validators: readonly ValidatorMetadata[]): TypedMark | undefined {
  for (const { context } of validators) {
    const marked: unknown = context;
    // Only `Typed` writes under this symbol.
    if (typeof marked === 'object' && marked !== null && typedMark in marked)
      return marked[typedMark] as TypedMark;
  }
  return undefined;
}
