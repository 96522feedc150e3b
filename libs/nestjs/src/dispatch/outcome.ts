import type { ErrorReply, MergePlace, Params, Target } from '@mizan/protocol';

/** The call failed, and this is what the caller learns. */
export interface Failure {
  readonly kind: 'failure';
  readonly status: number;
  readonly body: ErrorReply;
}

/** A filter, a guard or the method wrote the response itself. Never a success: nothing is invalidated. */
export interface Handled {
  readonly kind: 'handled';
}

/** What a call came to. */
export type CallOutcome =
  | {
      readonly kind: 'success';
      /** JSON text. */
      readonly result: string;
      readonly invalidate: readonly Target[];
      readonly merge: readonly MergePlace[];
      /** What is merged, as JSON text. @default the result */
      readonly merged?: string;
      /** What was filled in was not accepted, which the result tells: nothing has changed. */
      readonly isRefused?: true;
      /** It is the answer of an earlier call, said again: now nothing has changed. */
      readonly isReplayed?: true;
    }
  | Failure
  | Handled;

/** What reading a context came to. */
export type BundleOutcome =
  | {
      readonly kind: 'success';
      /** JSON text. */
      readonly bundle: string;
      /** What was sent of the context's params, converted. */
      readonly params: Params;
      /**
       * A function got something else for them than was sent, such as by a transform. What it answered is known under
       * no params, so that no mutation could say of it that it is stale: nobody may keep it.
       */
      readonly isAltered?: true;
      /**
       * Whether it was there already, or somebody was computing it; or it was computed for this read. Only where the
       * context is cached.
       */
      readonly cache?: 'HIT' | 'MISS';
      /**
       * Asks the store whether nothing of it has become stale since it was begun, in any process; no when that cannot be
       * told. Only where the context is cached.
       */
      readonly isCurrent?: () => Promise<boolean>;
    }
  | Failure
  | Handled;
