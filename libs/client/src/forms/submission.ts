import type { CallOptions } from '../create-mizan.js';
import { givenUpBy } from '../given-up-by.js';
import { type MizanError, toMizanError } from '../mizan-error.js';
import type { SubmissionState } from './form-store.js';
import { isSame } from './values.js';

/** How a submission ended. */
export type SubmissionEnd =
  | { readonly kind: 'answered'; readonly answer: unknown }
  | { readonly kind: 'failed' | 'cancelled'; readonly error: MizanError };

export interface SubmissionOptions {
  readonly send: (args: object, options: CallOptions) => Promise<unknown>;
  readonly changed: () => void;
}

interface Flight {
  readonly controller: AbortController;
  /** What is shown again when it is cancelled. */
  readonly errorBefore: MizanError | undefined;
}

/**
 * One submission at a time. Content is sent under one `Idempotency-Key` until it succeeds, since nobody knows whether
 * what got no answer has arrived; other content has another key.
 */
export function createSubmission<Result>({ send, changed }: SubmissionOptions) {
  let flight: Flight | undefined;
  let pending: Promise<Result> | undefined;
  let progress: number | undefined;
  let error: MizanError | undefined;
  let content: { readonly args: object; readonly key: string } | undefined;

  async function sendOnce(args: object, { signal }: AbortController): Promise<unknown> {
    if (!content || !isSame(content.args, args)) content = { args, key: randomKey() };
    const answer = send(content.args, {
      signal,
      idempotencyKey: content.key,
      onProgress(sent, total) {
        if (flight?.controller.signal !== signal) return;
        progress = total > 0 ? sent / total : 0;
        changed();
      },
    });
    return givenUpBy(answer, signal);
  }

  return {
    state: (): SubmissionState => ({ isSubmitting: flight !== undefined, progress, error }),
    isUnderWay: () => flight !== undefined,
    /** Starts, or joins what is under way. */
    once(start: () => Promise<Result>): Promise<Result> {
      if (flight && pending) return pending;
      pending = start();
      changed();
      return pending;
    },
    async run(args: object): Promise<SubmissionEnd> {
      const controller = new AbortController();
      flight = { controller, errorBefore: error };
      error = undefined;
      let end: SubmissionEnd;
      try {
        end = { kind: 'answered', answer: await sendOnce(args, controller) };
      } catch (thrown) {
        end = { kind: 'failed', error: toMizanError(thrown, controller.signal) };
      }
      const { aborted, reason } = controller.signal;
      if (aborted) return { kind: 'cancelled', error: toMizanError(reason, controller.signal) };
      flight = undefined;
      progress = undefined;
      if (end.kind === 'failed') error = end.error;
      return end;
    },
    cancel(): void {
      error = flight ? flight.errorBefore : error;
      flight?.controller.abort();
      flight = undefined;
      progress = undefined;
    },
    /** The content has arrived, so that the same once more is another. */
    accepted(): void {
      content = undefined;
    },
    forgetError(): void {
      error = undefined;
    },
  };
}

/** Pages without TLS have no `randomUUID`. */
function randomKey(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join('-');
}
