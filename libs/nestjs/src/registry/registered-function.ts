import type { MergePlace, SentArguments, Target } from '@mizan/protocol';
import type { FunctionRecord } from '../discover/function-record.js';
import type { FormPlace } from '../forms/compile/compiled-form.js';
import type { InputReader } from '../input/compile-input.js';
import type { Serialize } from '../output/compile-serializer.js';

/** A function with everything about it that can be known before it is called. */
export interface RegisteredFunction {
  /** The wire name. */
  readonly name: string;
  readonly record: FunctionRecord;
  readonly private: boolean;
  /** Whether it may be called over the socket. */
  readonly websocket: boolean;
  /** It affects contexts, or merges into them. */
  readonly isMutation: boolean;
  readonly input: InputReader;
  /** Writes what the method returned as JSON text, wrapped where PROTOCOL 2 wraps. */
  readonly serialize: Serialize;
  /** What a call with these arguments makes stale (PROTOCOL 5). */
  readonly targets: (sent: SentArguments) => readonly Target[];
  /** Where the result goes in cached bundles (PROTOCOL 6). */
  readonly mergePlaces: (result: unknown, sent: SentArguments) => readonly MergePlace[];
  /** Writes what is merged of the result. @default what `serialize` writes */
  readonly writeMerged?: Serialize | undefined;
  /** Of which form it is. */
  readonly form?: FormPlace | undefined;
}

/** A context with its members in declared order, which decides whose error counts. */
export interface RegisteredContext {
  readonly name: string;
  readonly members: readonly RegisteredFunction[];
  /** The bundle as JSON text with sorted keys, from the members' texts in declared order. */
  readonly writeBundle: (results: readonly string[]) => string;
}
