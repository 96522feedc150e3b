import type { MergePlace, Target } from '@mizan/protocol';

/** What a call answered, to be said again to who repeats it. */
export interface KeptAnswer {
  /** Stands for what the call was sent with: a key means one call. */
  readonly fingerprint: string;
  /** JSON text. Undefined when it was too long to be kept: the call is known to have been made all the same. */
  readonly result: string | undefined;
  readonly invalidate: readonly Target[];
  readonly merge: readonly MergePlace[];
}

/** Where answers are kept. Its operations may fail. */
export interface AnswerStore {
  read(id: string): Promise<KeptAnswer | undefined>;
  keep(id: string, answer: KeptAnswer): Promise<void>;
  /**
   * Says that a call runs, or still runs, unless another process has said so: calls of this process are told apart before.
   */
  acquire(id: string, holder: string): Promise<boolean>;
  release(id: string, holder: string): Promise<void>;
}

/** So long an answer is said again, in milliseconds: a day. */
export const keepMs = 86_400_000;

/** A call of a process that died holds its key for so long. */
export const lockMs = 120_000;

/** Of longer answers only that they were given is kept, in characters of JSON. */
export const maxResultLength = 1024 * 1024;
