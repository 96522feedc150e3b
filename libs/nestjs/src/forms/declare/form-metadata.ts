import type { MizanFormOptions } from './form-options.js';
import type { TypeDeclaration } from '../../types/type-declaration.js';

/** What `@MizanForm` wrote down. */
export type FormMetadata = MizanFormOptions<TypeDeclaration | undefined>;

/** A method that works for a form beside the one that handles submissions. */
export interface FormMethod {
  /** The name of the form. */
  readonly form: string;
  readonly methodName: string;
}

const keys = { check: Symbol.for('mizan.formCheck'), formset: Symbol.for('mizan.formsetSubmit') } as const;

export type FormMethodKind = keyof typeof keys;

export function writeFormMethod(kind: FormMethodKind, prototype: object, method: FormMethod): void {
  Reflect.defineMetadata(keys[kind], [...readFormMethods(kind, prototype), method], prototype);
}

/** The methods of a kind, inherited ones first. */
export function readFormMethods(kind: FormMethodKind, prototype: object): readonly FormMethod[] {
  const methods: unknown = Reflect.getMetadata(keys[kind], prototype);
  return Array.isArray(methods) ? methods : [];
}
