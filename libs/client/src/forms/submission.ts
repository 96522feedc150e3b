import type { CallOptions } from '../create-mizan.js';
import { givenUpBy } from '../given-up-by.js';
import { type MizanError, toMizanError } from '../mizan-error.js';
import type { SubmissionState } from './form-store.js';
import { isSame } from './values.js';

/** How a submission ended. */
export type SubmissionEnd =
  | { readonly kind: 'answered'; readonly answer: unknown; readonly error?: undefined }
  | { readonly kind: 'failed' | 'cancelled'; readonly error: MizanError };

export interface SubmissionHost {
  /** For how long, in milliseconds, what was accepted is not sent once more unless it was changed. */
  readonly rest: number;
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
export class Submission<Result> {
  readonly #host: SubmissionHost;
  #flight: Flight | undefined;
  #pending: Promise<Result> | undefined;
  #progress: number | undefined;
  #error: MizanError | undefined;
  #content: { readonly args: object; readonly key: string } | undefined;
  /** When what is there was accepted, or was asked for once more. */
  #settledAt = -Infinity;

  constructor(host: SubmissionHost) {
    this.#host = host;
  }

  get isUnderWay(): boolean {
    return this.#flight !== undefined;
  }

  get state(): SubmissionState {
    return { isSubmitting: this.isUnderWay, progress: this.#progress, error: this.#error };
  }

  /** Starts, or joins what is under way, or has just been accepted: a second click may come after the answer. */
  once(start: () => Promise<Result>): Promise<Result> {
    if (this.#pending && (this.#flight || this.#isSettled())) return this.#pending;
    this.#pending = start();
    this.#host.changed();
    return this.#pending;
  }

  run(args: object): Promise<SubmissionEnd> {
    return this.#fly((controller) => this.#send(args, controller));
  }

  /** Waits for what has to be there first. Gives why it does not go on, if so. */
  async wait(ready: Promise<void>): Promise<MizanError | undefined> {
    return (await this.#fly(() => ready)).error;
  }

  cancel(): void {
    if (!this.#flight) return;
    this.#flight.controller.abort();
    this.#land(this.#flight.errorBefore);
  }

  /** Nothing was ever submitted. */
  reset(): void {
    this.cancel();
    this.forgetContent();
    this.forgetError();
  }

  /** The content has arrived, or is another's: the same once more is other content. */
  forgetContent(): void {
    this.#content = undefined;
    this.unsettle();
  }

  /** What is there has been accepted. */
  settle(): void {
    this.#settledAt = performance.now();
  }

  /** Something else is there. */
  unsettle(): void {
    this.#settledAt = -Infinity;
  }

  forgetError(): void {
    this.#error = undefined;
  }

  async #fly(act: (controller: AbortController) => Promise<unknown>): Promise<SubmissionEnd> {
    const controller = new AbortController();
    const { signal } = controller;
    this.#flight = { controller, errorBefore: this.#error };
    this.#error = undefined;
    let end: SubmissionEnd;
    try {
      end = { kind: 'answered', answer: await givenUpBy(act(controller), signal) };
    } catch (thrown) {
      end = { kind: 'failed', error: toMizanError(thrown, signal) };
    }
    if (signal.aborted) return { kind: 'cancelled', error: toMizanError(signal.reason, signal) };
    this.#land(end.error);
    return end;
  }

  #isSettled(): boolean {
    const now = performance.now();
    const isSettled = now - this.#settledAt < this.#host.rest;
    if (isSettled) this.#settledAt = now;
    return isSettled;
  }

  #land(error: MizanError | undefined): void {
    this.#flight = undefined;
    this.#progress = undefined;
    this.#error = error;
  }

  async #send(args: object, controller: AbortController): Promise<unknown> {
    const { signal } = controller;
    if (!this.#content || !isSame(this.#content.args, args)) this.#content = { args, key: randomKey() };
    return this.#host.send(this.#content.args, {
      signal,
      idempotencyKey: this.#content.key,
      onProgress: (sent, total) => {
        if (this.#flight?.controller !== controller) return;
        this.#progress = total > 0 ? sent / total : 0;
        this.#host.changed();
      },
    });
  }
}

/** Pages without TLS have no `randomUUID`. */
function randomKey(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join('-');
}
