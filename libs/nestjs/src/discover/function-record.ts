import type { DiscoveryService } from '@nestjs/core';
import type { FunctionMetadata } from '../declare/function-metadata.js';
import type { FormPartRecord } from '../forms/discover/form-record.js';
import type { InputDeclaration } from '../input/input-declaration.js';
import type { TypeDeclaration } from '../types/type-declaration.js';

/** Nest's record of a provider. It has no public name of its own. */
export type ProviderWrapper = ReturnType<DiscoveryService['getProviders']>[number];

export type HostClass = abstract new (...args: never[]) => object;

/** A method as Nest calls it. */
export type HostMethod = (...args: unknown[]) => unknown;

/** A parameter of the method that takes the input: the whole of it, or one argument by name. */
export interface InputPlace {
  readonly index: number;
  readonly argument?: string;
}

/** What a method takes: how its input is declared, and which parameters get it. */
export interface InputPlan {
  readonly declaration: InputDeclaration;
  readonly places: readonly InputPlace[];
}

/** One function as it stands in the code, before anything is computed from it. */
export interface FunctionRecord {
  /** The wire name. */
  readonly name: string;
  readonly className: string;
  readonly methodName: string;
  readonly hostClass: HostClass;
  readonly host: ProviderWrapper;
  readonly method: HostMethod;
  readonly metadata: FunctionMetadata;
  readonly input: InputPlan;
  readonly output: TypeDeclaration;
  /** Of a form, which reads the input and writes the answer. */
  readonly form?: FormPartRecord;
}
