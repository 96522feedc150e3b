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
}

export type AuthWord = 'required' | 'staff' | 'superuser';

export interface ChannelDeclaration {
  readonly name: string;
  readonly params?: readonly Field[];
  readonly clientMessage?: readonly Field[];
  readonly serverMessage?: readonly Field[];
}
