import type { FormNode } from './form-node.js';
import type { Field, Shape } from './ir.js';

/**
 * What a server declares, before names are given to inputs and outputs: the one thing that
 * {@link buildIr}, {@link checkGraph} and {@link buildManifest} are computed from.
 */
export interface Graph {
  /** Structs that shapes refer to, by declared name. They may refer to each other and to themselves. */
  readonly types: Readonly<Record<string, StructDeclaration>>;
  /** In declared order, which the manifest and the choice of a bundle's error follow. */
  readonly functions: readonly FunctionDeclaration[];
  readonly channels: readonly ChannelDeclaration[];
  /** Their functions are among the functions. */
  readonly forms?: readonly FormDeclaration[];
}

/** A form as it is declared: the structs that it reaches are among the types. */
export type FormDeclaration = Omit<FormNode, 'types'>;

/** What a function does for its form. */
export type FormRole =
  'schema' | 'validate' | 'submit' | 'formset_schema' | 'formset_validate' | 'formset_submit';

/** That a function is one of a form (PROTOCOL 11): its types do not say what it really takes and answers. */
export interface FormPart {
  readonly name: string;
  readonly role: FormRole;
  /** What a submission brings: it scopes targets as an input does. */
  readonly fields?: readonly Field[];
  /** What a submission answers as `data`: it fills slots as an output does. */
  readonly data?: Shape;
}

export interface StructDeclaration {
  readonly fields: readonly Field[];
  readonly description?: string;
}

/** A context, or one function of it. */
export interface AffectsTarget {
  readonly context: string;
  readonly function?: string;
}

export interface FunctionDeclaration {
  /** The wire name. */
  readonly name: string;
  /** Left out (or empty) when the function takes nothing. */
  readonly input?: readonly Field[];
  readonly output: Shape;
  readonly context?: string;
  readonly affects?: readonly AffectsTarget[];
  readonly merge?: readonly string[];
  readonly private?: boolean;
  readonly websocket?: boolean;
  /** The auth word, or `'predicate'`. Only its validity matters here. */
  readonly auth?: AuthWord | 'predicate';
  readonly rev?: number;
  /** Seconds, or `false` for never. */
  readonly cache?: number | false;
  /** `public` when what it answers is the same for everybody, whoever asks. */
  readonly cacheScope?: 'public';
  readonly route?: string;
  readonly methods?: readonly string[];
  readonly description?: string;
  readonly form?: FormPart;
}

export type AuthWord = 'required' | 'staff' | 'superuser';

export interface ChannelDeclaration {
  readonly name: string;
  readonly params?: readonly Field[];
  readonly clientMessage?: readonly Field[];
  readonly serverMessage?: readonly Field[];
}
